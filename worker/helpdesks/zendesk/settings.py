"""This module holds where and as whom Deskhand writes to Zendesk, and the secrets of its webhooks (`DESKHAND_ZENDESK_…`)."""

from collections.abc import Iterator

from pydantic import Field, SecretStr, field_validator, model_validator

from worker.helpdesks.settings import SECRET_BYTES, HelpdeskSettings, is_weak


class ZendeskSettings(HelpdeskSettings):
    zendesk_url: str | None = Field(None, description="https://<subdomain>.zendesk.com")
    zendesk_email: str | None = Field(None, description="The agent whose API token is used.")
    zendesk_token: SecretStr | None = Field(None, description="Zendesk API token.")
    zendesk_agent_id: str | None = Field(
        None, description="The user id of that agent: what it wrote is ours, and is never answered."
    )
    zendesk_groups: dict[str, int] = Field(default_factory=dict, description="Queue to Zendesk group id, as JSON.")
    zendesk_secrets: tuple[SecretStr, ...] = Field((), description="Webhook signing secrets, newest first, as JSON.")

    @field_validator("zendesk_secrets")
    @classmethod
    def _zendesk_secrets(cls, secrets: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if any(is_weak(secret, bytes_each=1) for secret in secrets):
            raise ValueError(
                f"a secret is a placeholder or shorter than {SECRET_BYTES} characters: copy the signing secret that "
                "Zendesk shows on the page of the webhook"
            )
        return secrets

    @model_validator(mode="after")
    def _zendesk_complete(self) -> "ZendeskSettings":
        needed = (self.zendesk_url, self.zendesk_email, self.zendesk_token, self.zendesk_agent_id)
        if self.helpdesk == "zendesk" and not all(needed):
            raise ValueError(
                "DESKHAND_HELPDESK=zendesk needs DESKHAND_ZENDESK_URL, _EMAIL, _TOKEN and _AGENT_ID: the user id of the "
                "agent that the token belongs to (GET /api/v2/users/me.json), which identifies our own replies"
            )
        return self


def problems(settings: ZendeskSettings) -> Iterator[str]:
    if settings.helpdesk == "zendesk" and not settings.zendesk_secrets:
        yield "Zendesk's webhooks are refused, because no secret is configured: set DESKHAND_ZENDESK_SECRETS"
