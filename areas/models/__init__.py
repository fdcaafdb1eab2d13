from areas.models.area import Area, Level
from areas.models.placement import Ancestry, Placement
from areas.models.reform import Reform, Succession
from areas.models.shape import Shape
from areas.models.statistic import AreaStatistic

__all__ = ["Ancestry", "Area", "AreaStatistic", "Level", "Placement", "Reform", "Shape", "Succession"]
