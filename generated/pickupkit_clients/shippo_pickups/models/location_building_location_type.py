from pickupkit.calls.wire import OpenEnum


class LocationBuildingLocationType(OpenEnum):
    """Security Deck and Shipping Dock are for DHL Express alone."""

    BACK_DOOR = "Back Door"
    RING_BELL = "Ring Bell"
    FRONT_DOOR = "Front Door"
    KNOCK_ON_DOOR = "Knock on Door"
    INAT_MAILBOX = "In/At Mailbox"
    MAIL_ROOM = "Mail Room"
    OFFICE = "Office"
    OTHER = "Other"
    RECEPTION = "Reception"
    SECURITY_DECK = "Security Deck"
    SHIPPING_DOCK = "Shipping Dock"
    SIDE_DOOR = "Side Door"
