"""What is wrong with a field, in words, by the code that a use case gives it."""

from actionpack_app.domain.accounts import LONGEST_PASSWORD, SHORTEST_PASSWORD
from actionpack_app.messages import _


def explain_problem(code: str) -> str:
    """The message beside a field."""
    sentences = {
        "required": _("Please fill in this field."),
        "too_long": _("This is too long."),
        "phone": _("Please enter a phone number, such as +1 425 555 0100."),
        "email": _("Please enter an email address, such as name@example.com."),
        "amount": _("Please enter a whole number from 1 on."),
        "not_as_many": _("Not as many are left. Nothing was used."),
        "choose_person": _("Please choose somebody."),
        "money": _("Please enter an amount, such as 1,000."),
        "choose_method": _("Please choose a payment method."),
        "choose_card": _("Please choose a card, or add a new one."),
        "choose": _("Please choose from the list."),
        "tax_id": _("This doesn't have the form of a tax ID of this country. Check it, or leave the field empty."),
        "terms": _("Please accept the terms to go on."),
        "terms_changed": _("The terms have changed meanwhile. Please reload the page and read them again."),
        "too_many": _("You can attach up to 5 files."),
        "too_large": _("The file is larger than 10 MB."),
        "date": _("Please enter a date."),
        "date_ahead": _("This date lies ahead."),
        "date_before_order": _("This is more than 30 days before the order."),
        "unsent": _("This isn't sent yet. Send it, or empty the field and remove its files, before you close the request."),
        "not_ahead": _("This day doesn't lie ahead, or lies too far. Reset the partner to go back."),
        "import_too_large": _("The file is larger than 1 MB."),
        "not_utf8": _("This is no text in UTF-8. Save the file as UTF-8 and try again."),
        "empty_file": _("The file is empty."),
        "logo_too_large": _("The file is larger than 1 MB."),
        "logo_type": _("Only PNG and JPEG pictures can be a logo."),
        "logo_pixels": _("The picture has too many pixels: up to 16 million are possible, such as 4,000 × 4,000."),
        "logo_broken": _("This picture can't be read. Please save it anew and try again."),
        "logo_alt": _("Please say what the logo shows, for people who can't see it."),
        "website": _("Please enter an address with https, such as https://www.example.com."),
        "tax_id_known": _("Another company has this tax ID. If it is yours, please ask support."),
        "too_many_locations": _("Up to 25 locations are possible."),
        "password_short": _("Please use at least {number} characters. A few words that don't belong together are good.").format(
            number=SHORTEST_PASSWORD
        ),
        "password_long": _("Please use no more than {number} characters.").format(number=LONGEST_PASSWORD),
        "password_common": _("This is one of the passwords that everybody tries first. Please choose another one."),
        "password_weak": _("This would be guessed soon. Please choose another one: a few words that don't belong together."),
        "password_personal": _("This is mostly your name, your address or your company. Please choose something of its own."),
        "password_same": _("This is your password already."),
        "address_same": _("This is your address already."),
        "already_user": _("This address belongs to a user of yours already. Who was deactivated can be reactivated in the list."),
        "already_invited": _("Somebody with this address has been invited already. You can send the invitation again."),
        "choose_role": _("Please choose a role."),
        "password_wrong": _("This isn't your password."),
        "code_wrong": _("This code isn't right, or was used already. The app shows a new one every 30 seconds."),
        "file_type": _("Only PDF, PNG and JPEG files can be attached."),
    }
    return sentences.get(code, _("Please check this field."))
