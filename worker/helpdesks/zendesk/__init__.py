"""This vendor is Zendesk Support: tickets come by its webhooks, and each decision goes back as one update."""

from collections.abc import Mapping

from worker.helpdesks.protocol import Helpdesk
from worker.helpdesks.vendor import FileHosts, Vendor, Webhook
from worker.helpdesks.zendesk.settings import ZendeskSettings, problems


def make_webhook(settings: ZendeskSettings) -> Webhook:
    from worker.helpdesks.zendesk.webhook import ZendeskWebhook

    return ZendeskWebhook(settings)


def make_client(settings: ZendeskSettings) -> Helpdesk:
    from worker.helpdesks.zendesk.client import Zendesk

    return Zendesk.from_settings(settings)


def file_hosts(settings: ZendeskSettings) -> FileHosts:
    """Return the account's own address, whose links lead on to Zendesk's content host."""
    token = settings.zendesk_token
    credentials = (f"{settings.zendesk_email}/token", token) if settings.zendesk_email and token else None
    return FileHosts(own=settings.zendesk_url, credentials=credentials, listed=("*.zdusercontent.com",))


def groups(settings: ZendeskSettings) -> Mapping[str, str]:
    return {str(group): queue for queue, group in settings.zendesk_groups.items()}


VENDOR = Vendor(
    "zendesk",
    ZendeskSettings,
    make_webhook=make_webhook,
    make_client=make_client,
    problems=problems,
    file_hosts=file_hosts,
    groups=groups,
)
