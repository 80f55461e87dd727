"""What the engine knows by keys and numbers, in the language of the page."""

from costsharing.wording.faults import fault_text
from costsharing.wording.numbers import key_name
from costsharing.wording.sentence import rule_sentence

__all__ = ["fault_text", "key_name", "rule_sentence"]
