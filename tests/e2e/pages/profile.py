from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.view import Dialog, Reader, View


class ProfileFace:
    """A profile as customers see it, on the public page or in the preview."""

    def __init__(self, within: Locator) -> None:
        self.root = within.get_by_role("article")
        self.logo = self.root.get_by_role("img")

    def link(self, text: str) -> Locator:
        """A way to reach the company."""
        return self.root.get_by_role("link", name=text, exact=True)


class ProfilePage(View):
    """Where the business profile is written."""

    path = "/profile"

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self.alert = self.main.get_by_role("alert").filter(visible=True)
        self.description = self.main.get_by_role("textbox", name=self.say("profile|Description"), exact=True)
        self.name = self.main.get_by_role("textbox", name=self.say("Name"), exact=True).first

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Business profile"))).to_be_visible()
        expect(self.heading(self.say("About the company"))).to_be_visible()
        return self

    def field(self, english: str) -> Locator:
        """A field outside the locations; what follows its label may differ."""
        return self.main.get_by_role("textbox", name=self.say(english)).first

    def location(self, number: int) -> Locator:
        """A location by its place in the list, from 1."""
        return self.main.get_by_role("group", name=f"{self.say('Location')} {number}", exact=True)

    def add_location(self, number: int, name: str, city: str) -> None:
        """Adds one more at the end and fills it in."""
        self.button("Add a location").click()
        self.fill_location(number, "Name", name)
        self.fill_location(number, "City", city)

    def fill_location(self, number: int, english: str, text: str) -> None:
        """Types into one field of a location."""
        self.location_field(number, english).fill(text)

    def location_field(self, number: int, english: str) -> Locator:
        """One field of a location."""
        return self.location(number).get_by_role("textbox", name=self.say(english))

    def location_button(self, number: int, english: str) -> Locator:
        """A button of a location: "Move up", "Move down" or "Remove"."""
        return self.location(number).get_by_role("button", name=self.say(english), exact=True)

    def choose_logo(self, name: str, content: bytes) -> None:
        """Sends a picture, as a click on the button and a choice would."""
        kind = "image/png" if name.endswith("png") else "application/octet-stream"
        chooser = self.main.get_by_label(self.say("Choose a logo"), exact=True)
        chooser.set_input_files({"name": name, "mimeType": kind, "buffer": content})

    def save(self) -> None:
        """Keeps the draft."""
        self.button("Save draft").click()
        self.validate_told("The draft is saved.")

    def publish(self) -> None:
        """Shows it to customers."""
        self.button("Publish").click()
        self.validate_told("Published. Customers see it now.")

    def validate_told(self, english: str) -> None:
        """Waits until the page says so."""
        expect(self.main.get_by_role("status").filter(has_text=self.say(english))).to_be_visible()

    def preview(self) -> ProfileFace:
        """Opens what customers would see."""
        self.button("Preview").click()
        dialog = Dialog(self.reader)
        expect(dialog.heading("As customers see it")).to_be_visible()
        return ProfileFace(dialog.root)

    def leave_preview(self) -> None:
        """Closes it."""
        dialog = Dialog(self.reader)
        dialog.button("Leave this window").click()
        expect(dialog.root).to_be_hidden()

    def take_back(self) -> None:
        """Takes the profile back, and confirms it."""
        self.button("Take back").click()
        dialog = Dialog(self.reader)
        dialog.button("Take it back").click()
        expect(dialog.root).to_be_hidden()


class PublicProfilePage(View):
    """A company as everybody sees it."""

    def __init__(self, reader: Reader, mpn_id: str) -> None:
        super().__init__(reader)
        self.path = f"/partners/{mpn_id}"
        self.face = ProfileFace(self.main)

    def validate_page(self) -> Self:
        expect(self.face.root).to_be_visible()
        return self

    def missing(self) -> str:
        """Opens the page where nothing is published; returns what it says."""
        self.page.goto(self.address)
        expect(self.main.get_by_role("heading", name=self.say("We couldn't find this"), exact=True)).to_be_visible()
        return self.main.inner_text()
