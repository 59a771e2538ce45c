"""This is the English wording."""

from worker.pipeline.wording.base import Wording

WORDING = Wording(
    greeting="Hello,",
    closing="Kind regards,",
    sources="Read more:",
    familiar_greeting="",
    familiar_closing="",
    instruction=(
        "(?:(?:then|next|now|first|finally|after that),? )?(?:open|click|choose|select|go|press|tap|enter|sign|set|turn|add|"
        "remove|delete|save|download|upload|install|update|restart|type|scan|wait|check|confirm|copy|paste|create|switch|use|"
        "log|tick|pick|send|connect|allow|move|print|run|start|stop|close)\\b(?! (?:is|are|was|were|has|have)\\b)"
    ),
)
