"""Every page, and the dialogs over them, in the states worth looking at: for pictures, and for what must hold on all of them."""

from tests.e2e.scenes.desk import DESK_SCENES
from tests.e2e.scenes.dialogs import DIALOG_SCENES
from tests.e2e.scenes.partner import PARTNER_SCENES
from tests.e2e.scenes.questions import QUESTION_SCENES
from tests.e2e.scenes.scene import Scene, Stage
from tests.e2e.scenes.strangers import STRANGER_SCENES
from tests.e2e.scenes.trouble import TROUBLE_SCENES

SCENES: tuple[Scene, ...] = (
    *STRANGER_SCENES,
    *PARTNER_SCENES,
    *DIALOG_SCENES,
    *QUESTION_SCENES,
    *DESK_SCENES,
    *TROUBLE_SCENES,
)

__all__ = ["SCENES", "Scene", "Stage"]
