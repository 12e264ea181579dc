"""The starter kit: files to begin with tomorrow, generated from what is known of a project."""

from tools.kit.making import make_kit
from tools.kit.zipped import kit_zip

__all__ = ["kit_zip", "make_kit"]
