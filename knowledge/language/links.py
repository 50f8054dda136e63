"""Little words that join others; phrases are recognised with or without them."""

from knowledge.language.letters import skeleton

_LINKS = """
а або адже аж але б би бо в від го для до є ж же за з зі зо із і й к ко крізь крім ли лише між мов на над навіть не ні
но о об од окрім перед під після по побіля попри посеред при про проти ради саме серед собі та так також таки то тобто
тому у уже вже хоча це цей ця ці через чи що щоб як якби якщо хай нехай бодай бы во даже если ещё еще и из или как когда
между от с со тоже только что чтобы чтоб это этот шо шоб штоб шобы ну ось аби щодо стосовно біля поруч поряд поки доки
немов наче ніби мовби зокрема насамперед тощо
"""
_BONES = frozenset(skeleton(word) for word in _LINKS.split())


def is_link(word: str) -> bool:
    """Tell whether a lower-case word is a preposition, a conjunction or a particle."""
    return skeleton(word) in _BONES
