from reports.models.appeal import Appeal
from reports.models.campaign import Campaign, CampaignIndicator, Freezing, Standing
from reports.models.link import LinkOpening, SharedLink
from reports.models.target import Target

__all__ = ["Appeal", "Campaign", "CampaignIndicator", "Freezing", "LinkOpening", "SharedLink", "Standing", "Target"]
