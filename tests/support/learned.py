"""What every start of the bot learns first, learned once: the lexicon, the forms of words, what messages are like."""

from bot.app import index_builder
from knowledge import documents
from knowledge.lexicon.own import NO_OWN_WORDS

index_builder()(documents.load(), None, NO_OWN_WORDS)
