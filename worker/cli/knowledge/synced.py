"""This module shows what a sync did, as a table with sentences or as JSON."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

if TYPE_CHECKING:
    from knowledge.index.indexer import SyncReport
    from worker.history.refreshing import Refreshed
    from worker.learning.heads_refit import Refit

_COLUMNS = {
    "added": "new",
    "updated": "changed",
    "metadata_only": "meta",
    "unchanged": "same",
    "deleted": "gone",
    "failed": "failed",
    "passages": "passages",
    "embedded": "embedded",
}


@dataclass(frozen=True)
class Synced:
    report: "SyncReport"
    notes: Sequence[str]  # what of the knowledge is not as the settings say
    stale: int  # approved wordings that are not used any more
    dry_run: bool = False
    refit: "Refit | None" = None
    refreshed: "Refreshed | None" = None  # what people solved since

    @property
    def rows(self) -> dict[str, dict[str, int]]:
        return {name: {of: getattr(n, of) for of in _COLUMNS} for name, n in self.report.sources.items()}

    def to_json(self) -> dict[str, Any]:
        refit = self.refit
        known = {"id": refit.candidate, "tickets": refit.tickets, "serves": refit.serves} if refit else None
        return {
            "sources": self.rows,
            "failures": dict(self.report.failures),
            "held": sorted(self.report.held),
            "moved": dict(self.report.moved),
            "heads": known,
            "stale_wordings": self.stale,
            "solved_tickets": asdict(self.refreshed.solved) if self.refreshed else None,
            "notes": list(self.notes),
        }

    def show(self, console: Console) -> None:
        title = "would change" if self.dry_run else "synced"
        table = Table(Column("source", no_wrap=True), *_COLUMNS.values(), title=title)
        for name, counts in self.rows.items():
            table.add_row(name, *(str(value) for value in counts.values()))
        console.print(table)
        for path, reason in self.report.failures.items():
            console.print(f"[red]{escape(path)}[/]: {escape(reason)}", soft_wrap=True)
        for line in self._lines():
            console.print(line, soft_wrap=True, markup=False)

    def _lines(self) -> list[str]:
        report, refit = self.report, self.refit
        known = ("added", "updated", "metadata_only", "unchanged", "deleted", "failed")
        empty = [name for name, counts in self.rows.items() if not any(counts[of] for of in known)]
        said = [f"{name} has no document: is its path or its address right?" for name in empty]
        if report.caught_up:
            said.append(f"{report.caught_up:,} unchanged documents got the sentences that a reply may say of them")
        if report.old_splitter:
            said.append(
                "this version splits documents differently: `deskhand knowledge reindex` applies that to all of them"
            )
        if report.moved:
            said.append(
                f"{len(report.moved)} sections stand elsewhere now; handled tickets and approved wordings follow them"
            )
        if self.refreshed and self.refreshed.solved.any_change:
            solved = self.refreshed.solved
            said.append(
                f"solved tickets kept as past ones: {solved.added} new, {solved.changed} changed, {solved.gone} gone"
            )
        said += self.notes
        if refit:
            said.append(f"heads fitted again on {refit.tickets} tickets: {refit.candidate}, {refit.told}")
        if self.stale:
            said.append(
                f"approved wordings that are stale and not used: {self.stale}; see `deskhand wording list --stale`"
            )
        return said
