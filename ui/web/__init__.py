"""The web page: `build_page` makes it, `open_site` serves it. The only home of Gradio."""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by Gradio when it is imported

from ui.web.coming import ComingAdvisor
from ui.web.page import build_page
from ui.web.server import Site, open_site

__all__ = ["ComingAdvisor", "Site", "build_page", "open_site"]
