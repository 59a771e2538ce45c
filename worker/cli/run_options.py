"""This module holds the options of a training run that several commands have."""

from typing import Annotated

import typer

VALIDATION = Annotated[list[str] | None, typer.Option(help="Files that choose the epoch that is kept.")]
BASE = Annotated[str | None, typer.Option(help="A folder or a hub name; default: DESKHAND_BASE_MODEL.")]
METHOD = Annotated[str | None, typer.Option(help="lora (default), dora or qlora")]
RANK = Annotated[int | None, typer.Option(help="Rank of the matrices; default: 16.")]
ALPHA = Annotated[int | None, typer.Option(help="How strong they are; default: twice the rank.")]
DROPOUT = Annotated[float | None, typer.Option(help="Share of their inputs left out; default: 0.")]
TARGETS = Annotated[list[str] | None, typer.Option(help="A layer to train; may be repeated.")]
LEARNING_RATE = Annotated[float | None, typer.Option(help="Peak learning rate; default: 4e-4.")]
WARMUP = Annotated[float | None, typer.Option(help="Share of steps in which the rate rises; default: 0.06.")]
PATIENCE = Annotated[int | None, typer.Option(help="Epochs to wait for a better validation loss; 0: all.")]
BATCH = Annotated[int | None, typer.Option(help="Examples per step; default: 8.")]
BATCH_TOKENS = Annotated[int | None, typer.Option(help="Tokens per step, in place of examples.")]
MAX_TOKENS = Annotated[int | None, typer.Option(help="Of an example; default: 1024.")]
PRECISION = Annotated[str | None, typer.Option(help="Of the base: auto, float32 or bfloat16.")]
SEED = Annotated[int | None, typer.Option(help="Order of the data and first weights; default: 7.")]
