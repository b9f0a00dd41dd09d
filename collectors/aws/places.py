"""Where an account is audited: everywhere at once, or region by region."""

from collections.abc import Callable, Iterator
from datetime import datetime

from collectors.aws.caller import Caller, Place
from collectors.aws.session import Clients
from collectors.aws.settings import Settings
from collectors.aws.troubles import trouble_of
from scanner.model import Gap

REGIONS_ACTION = "ec2:DescribeRegions"


class Places:
    """The callers of one account; the regions are asked for when first needed.

    `account` is named in scopes, for targets with several.
    """

    def __init__(
        self,
        target: str,
        settings: Settings,
        clients: Clients,
        clock: Callable[[], datetime],
        account: str | None = None,
    ) -> None:
        self._target = target
        self._settings = settings
        self._clients = clients
        self._clock = clock
        self._account = account
        self.everywhere = self._caller(None)

    def of(self, type_: str, *, regional: bool) -> Iterator[Caller | Gap]:
        """The callers for a type; a gap when it is not known which regions there are."""
        if not regional:
            yield self.everywhere
            return
        try:
            regions = self._regions()
        except Exception as error:  # noqa: BLE001 - the boundary: the type is a gap
            trouble = trouble_of(error)
            detail = f"{REGIONS_ACTION}: {trouble.text}; or name the regions in audit.yaml"
            yield Gap(self._target, type_, trouble.reason, detail, self.everywhere.place.scope)
            return
        yield from (self._region(region) for region in regions)

    def _regions(self) -> list[str]:
        if self._settings.regions:
            return sorted(self._settings.regions)
        if self._settings.endpoint_url:
            return [self._clients.home]
        found: list[str] = self.everywhere.once("regions", self._enabled)
        return found

    def _enabled(self) -> list[str]:
        regions = self.everywhere.pages("ec2", "describe_regions", "Regions", AllRegions=False)
        return sorted(region["RegionName"] for region in regions)

    def _region(self, region: str) -> Caller:
        """One caller per region, so that what is asked once is asked once for all types."""
        found: Caller = self.everywhere.once(f"region {region}", lambda: self._caller(region))
        return found

    def _caller(self, region: str | None) -> Caller:
        return Caller(self._target, Place(region, self._account), self._clients, self._clock)
