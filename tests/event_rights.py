"""What each event of the app needs: a right, one of several, or none. A new event is declared here before the build passes."""

import enum

from actionpack_app.domain.rights import Right


class Free(enum.StrEnum):
    """Who may send an event that needs no right."""

    OPEN = "open"
    """Strangers too."""
    SIGNED_IN = "signed_in"
    """Everybody with an account: it shows or changes what is in the reader's own page, account or preview."""


Need = Right | Free | tuple[Right, ...]
"""Of several rights, one is enough."""

DESK = (Right.DESK_REQUESTS, Right.DESK_MONEY)

PUT_AWAY = "change_open close"

NEEDS: dict[str, dict[Need, str]] = {
    "AccountState": {
        Free.SIGNED_IN: "load choose_language change_password take_data",
        Right.SEE_BILLING: "switch_reminders",
    },
    "ActivationState": {Right.USE_BENEFITS: "ask activate", Free.SIGNED_IN: PUT_AWAY},
    "ActivityState": {Right.SEE_BILLING_ACTIVITY: "load choose_who choose_what choose_since choose_until find clear go"},
    "AddressState": {Free.SIGNED_IN: "load begin ask confirm leave"},
    "ApprovalsState": {
        Right.BUY: "load go withdraw",
        Right.APPROVE: "save_rule drop_rule approve decline",
        Free.SIGNED_IN: "ask_to_decline change_declining",
    },
    "BenefitsState": {Right.SEE_OFFERS: "load choose_tab"},
    "CalendarFeedState": {Right.SEE_OFFERS: "load renew revoke"},
    "CancellationState": {Right.BUY: "ask", Free.SIGNED_IN: PUT_AWAY},
    "CheckoutState": {
        Right.BUY: (
            "open open_in_pmc choose_card_payment choose_transfer keep submit submit_card back buy request_approval"
            " withdraw_approval authenticate answered give_up"
        ),
        Right.SEE_BILLING: "restore follow",
        Free.SIGNED_IN: f"{PUT_AWAY} refuse_card",
    },
    "CompanyDetailsState": {Right.COMPANY_DETAILS: "begin save", Free.SIGNED_IN: "stop keep"},
    "CompanyState": {
        Right.SEE_BILLING: "load add choose_default remove",
        Free.SIGNED_IN: "begin_adding stop_adding refuse_card ask_to_remove change_removing",
    },
    "CompetenciesState": {Right.SEE_OFFERS: "load"},
    "DesignState": {Free.OPEN: f"load open go {PUT_AWAY}"},
    "DeskActivityState": {Right.DESK_LOOKUP: "load choose_who choose_what choose_since choose_until find clear go"},
    "DeskPartnerState": {
        Right.DESK_LOOKUP: "load choose_part choose_role go",
        Right.DESK_ADMIN: "move",
        Free.SIGNED_IN: "ask_to_move change_moving",
    },
    "DeskPartnersState": {Right.DESK_LOOKUP: "load find go"},
    "DeskRequestState": {
        DESK: "load look take put_down give",
        Right.DESK_REQUESTS: "send add_note close reopen",
        Free.SIGNED_IN: "keep attach detach",
    },
    "DeskState": {
        DESK: "load choose choose_assigned go",
        Right.DESK_MONEY: "look take put_down decide",
        Free.SIGNED_IN: "ask change_open",
    },
    "EnrollState": {
        Free.OPEN: ("load look keep choose_country submit_company submit_contact write_again accept complete go_back go_on"),
    },
    "ImportsState": {
        Right.DESK_ADMIN: "load take_catalogue take_qualifications go turn_history confirm",
        Free.SIGNED_IN: "drop",
    },
    "InvitationState": {Free.OPEN: "load accept"},
    "InvoicesState": {Right.SEE_BILLING: "load choose_year choose_offer find go"},
    "KeysState": {Right.USE_BENEFITS: "ask view_new view_again", Free.SIGNED_IN: PUT_AWAY},
    "MailsState": {Right.DESK_LOOKUP: "load show go again"},
    "NetworkState": {Free.OPEN: "load choose_currency"},
    "NewPasswordState": {Free.OPEN: "load ask choose"},
    "NewRequestState": {
        Right.ASK_SUPPORT: "load submit",
        Free.SIGNED_IN: "choose_problem choose_subscription keep attach detach",
    },
    "NotificationsState": {Right.SEE_OFFERS: "load show go", Right.SEE_BILLING: "read read_all follow"},
    "OffersState": {Right.SEE_OFFERS: "load", Free.SIGNED_IN: "choose_tab"},
    "OrderState": {
        Right.SEE_BILLING: "load look",
        Right.BUY: "cancel prove",
        Free.SIGNED_IN: "ask_to_cancel change_asking attach detach",
    },
    "PaymentMethodState": {
        Right.SEE_BILLING: "ask replace replace_by_new",
        Free.SIGNED_IN: f"{PUT_AWAY} choose refuse_card",
    },
    "ProfileState": {
        Right.BUSINESS_PROFILE: "load save publish take_back",
        Free.SIGNED_IN: (
            "keep keep_place add_place remove_place move_place take_logo drop_logo show_preview change_previewing"
            " ask_to_take_back change_taking_back"
        ),
    },
    "ProofState": {Free.SIGNED_IN: "ask change_open come_back prove"},
    "PublicProfileState": {Free.OPEN: "load"},
    "QueueState": {Right.DESK_REQUESTS: "load look show choose_problem choose_assigned find go take"},
    "RenewalCheckState": {Right.SEE_OFFERS: "load check_now"},
    "RenewalState": {Right.BUY: "ask turn_off", Free.SIGNED_IN: PUT_AWAY},
    "RequestState": {Right.ASK_SUPPORT: "load look send close", Free.SIGNED_IN: "keep attach detach"},
    "SeatsState": {Right.USE_BENEFITS: "ask assign take_back", Free.SIGNED_IN: PUT_AWAY},
    "SecondFactorState": {Free.SIGNED_IN: "load begin confirm renew ask_to_end end leave"},
    "SessionsState": {Free.SIGNED_IN: "load end end_others"},
    "ShellState": {Free.SIGNED_IN: "load look fold unfold fail dismiss"},
    "SignInState": {Free.OPEN: "load"},
    "StagingState": {Free.SIGNED_IN: "load jump go toggle look"},
    "SubscriptionState": {Right.SEE_OFFERS: "load"},
    "SupportState": {Right.ASK_SUPPORT: "load show find go look"},
    "UsersState": {
        Right.MANAGE_PEOPLE: (
            "load find go go_invitations invite change_role deactivate take_codes erase reactivate send_again revoke"
        ),
        Free.SIGNED_IN: "begin_inviting begin_role ask_to_deactivate ask_to_take_codes ask_to_erase change_dialog",
    },
    "WhyNotState": {Right.SEE_OFFERS: "ask", Free.SIGNED_IN: PUT_AWAY},
}
"""By state: the events that need each right, or none."""

DECLARED = [
    (f"{state}.{event}", need) for state, needs in NEEDS.items() for need, events in needs.items() for event in events.split()
]

NEED_OF: dict[str, Need] = dict(DECLARED)
"""What an event needs, by its state and handler: `UsersState.deactivate`."""


def rights_of(event: str) -> tuple[Right, ...]:
    """The rights of which an event needs one; none where it needs none."""
    need = NEED_OF[event]
    if isinstance(need, tuple):
        return need
    return (need,) if isinstance(need, Right) else ()
