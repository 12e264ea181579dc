"""What Slack allows, as its documentation states it; each line names the page that says so.

Pages stand below https://docs.slack.dev/reference/, the last below https://docs.slack.dev/apis/.
What we choose ourselves within these bounds stands where it is used.
"""

# Characters
MESSAGE_CHARS = 40_000  # the `text` of a message: methods/chat.postMessage
STREAM_CHARS = 12_000  # all of a streamed message: methods/chat.startStream, chat.appendStream
TEXT_CHARS = 3_000  # a text in a section or a context: block-kit/composition-objects/text-object
HEADER_CHARS = 150  # block-kit/blocks/header-block
BUTTON_CHARS = 75  # words of a button, also for screen readers: …/block-elements/button-element
BUTTON_VALUE_CHARS = 2_000  # what comes back with a click: …/block-elements/button-element
BUTTON_URL_CHARS = 3_000  # block-kit/block-elements/button-element
OPTION_CHARS = 75  # words of a choice in a menu: block-kit/composition-objects/option-object
OPTION_VALUE_CHARS = 150  # block-kit/composition-objects/option-object
LABEL_CHARS = 2_000  # above a field: block-kit/blocks/input-block
FIELD_CHARS = 3_000  # that a field can ask for: …/block-elements/plain-text-input-element
PLACEHOLDER_CHARS = 150  # block-kit/block-elements/plain-text-input-element
VIEW_WORDS_CHARS = 24  # title and buttons of a modal: views/modal-views
VIEW_METADATA_CHARS = 3_000  # `private_metadata`: views/modal-views
ALT_TEXT_CHARS = 1_000  # of a picture: methods/files.getUploadURLExternal
ID_CHARS = 255  # `block_id`: block-kit/blocks; `action_id`: block-kit/block-elements

# Numbers of things
BLOCKS_OF = {"message": 50, "modal": 100, "home": 100}  # block-kit/blocks
BUTTONS_IN_A_ROW = 25  # block-kit/blocks/actions-block
CONTEXT_ELEMENTS = 10  # block-kit/blocks/context-block
CONTEXT_ACTIONS = 5  # block-kit/blocks/context-actions-block
MENU_OPTIONS = 5  # block-kit/block-elements/overflow-menu-element
PROMPTS = 4  # suggested in the assistant panel: methods/assistant.threads.setSuggestedPrompts

# Time
EDITS_PER_MINUTE = 50  # methods/chat.update is of tier 3: web-api/rate-limits
