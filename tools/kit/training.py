"""What trains weights: settings for TRL, hosted jobs, and the scripts around them."""

import re
from typing import Any

from tools.kit.filling import json_file, json_lines, script
from tools.kit.lines import Line, as_yaml, line
from tools.kit.project import OPEN, TUNED, Project
from tools.kit.training_data import example_row, example_rows, input_table, pair_rows
from tools.kit.wording import kit_data
from tools.serving import billions

_MODEL = (
    "the instruct variant of an open model: its weights outlive a vendor's tuning offer",
    "your facts, else the usual size to tune on one card",
)
SHORTEST, LONGEST = 512, 131_072  # tokens: powers of two between which windows lie
EXAMPLES, PAIRS, INPUTS = "data/examples.jsonl", "data/pairs.jsonl", "data/inputs.csv"


def training_files(project: Project) -> dict[str, str]:
    """Data, settings and scripts of the tuned strategies of the stack."""
    if not project.tunes:
        return {}
    out = {"split.py": script("split.py")}
    only_pairs = "preference_tuning" in project.stack and not _supervised(project)
    if "distillation" in project.stack:
        if project.examples:
            own = [example_row(project, example) for example in project.examples]
            out["data/own_examples.jsonl"] = json_lines(own)
    elif not only_pairs:
        out[EXAMPLES] = json_lines(example_rows(project))
    if "preference_tuning" in project.stack:
        out[PAIRS] = json_lines(pair_rows(project))
        out["training/dpo.yaml"] = _dpo(project)
    if "distillation" in project.stack:
        out[INPUTS] = input_table(project)
        out["collect.py"] = script("collect.py")
    if project.encodes:
        out["training/encoder.yaml"] = _encoder(project)
        out["train_encoder.py"] = script("train_encoder.py")
    elif not only_pairs:
        full = "full_finetune" in project.stack and "peft" not in project.stack
        out["training/sft.yaml"] = _sft(project, full=full)
        if not project.value("self_hosted"):
            out["training/hosted_job.json"] = json_file(_hosted(project, full=full))
    return out


def _supervised(project: Project) -> bool:
    return bool({"peft", "full_finetune", "distillation"} & set(project.stack))


def _sft(project: Project, *, full: bool) -> str:
    lines = [
        Line("model_name_or_path", hub_name(project.tuned_model), *_MODEL),
        Line("output_dir", "training/sft", "", ""),
        *_data("data/examples"),
        *_adapter(project, full=full),
        line("learning_rate", "learning_rate_full" if full else "learning_rate_lora"),
        _epochs(project),
        *_batch(project),
        _length(project),
        line("assistant_only_loss", "loss_on_answers"),
        *_keeping(project),
    ]
    return as_yaml(_head("trl sft --config training/sft.yaml"), lines)


def _dpo(project: Project) -> str:
    start, why = hub_name(project.tuned_model), "no supervised model yet: the instruct variant"
    if _supervised(project) and not project.encodes:
        start, why = "training/sft-merged", "the supervised model, its adapter merged"
    elif TUNED & set(project.value("tried", ())):
        start, why = f"{OPEN}: folder of the model you tuned", "its adapter merged, if it has one"
    why += "; the documented recipe continues from supervised tuning"
    source = kit_data().setting["least_pairs"].source
    lines = [
        Line("model_name_or_path", start, why, source),
        Line("output_dir", "training/dpo", "", ""),
        *_data("data/pairs"),
        *_adapter(project, full=False),
        line("beta", "beta"),
        line("learning_rate", "learning_rate_dpo_lora"),
        line("num_train_epochs", "epochs_dpo"),
        *_batch(project),
        _length(project),
        *_keeping(project),
    ]
    return as_yaml(_head("trl dpo --config training/dpo.yaml"), lines)


def _encoder(project: Project) -> str:
    lines = [
        line("model_name_or_path", "encoder_model"),
        line("learning_rate", "learning_rate_encoder"),
        line("num_train_epochs", "encoder_epochs"),
        line("batch_size", "encoder_batch"),
        line("max_length", "encoder_length"),
        line("warmup_share", "warmup"),
    ]
    return as_yaml("Read by train_encoder.py.", lines)


def _hosted(project: Project, *, full: bool) -> dict[str, Any]:
    """A job for a host of open models, in the shape of Together's POST /v1/fine-tunes."""
    data, tuned = kit_data(), _epochs(project)
    kind: dict[str, Any] = {"type": "Full"}
    if not full:
        kind = {
            "type": "Lora",
            "lora_r": rank(project).value,
            "lora_alpha": data.count("lora_alpha"),
            "lora_dropout": data.number("lora_dropout"),
            "lora_trainable_modules": "all-linear",
        }
    return {
        "model": hub_name(project.tuned_model),
        "training_file": f"{OPEN}: id of data/examples/train.jsonl once uploaded",
        "validation_file": f"{OPEN}: id of data/examples/validation.jsonl once uploaded",
        "n_epochs": tuned.value,
        "n_evals": tuned.value,
        "batch_size": "max",
        "learning_rate": data.number("learning_rate_full" if full else "learning_rate_lora"),
        "training_method": {"method": "sft", "train_on_inputs": False},
        "training_type": kind,
    }


def _head(command: str) -> str:
    checked = kit_data().checked
    return (
        f"Run: {command}\nEvery key was read in TRL {checked.trl}, PEFT {checked.peft} and "
        f"Transformers {checked.transformers} on {checked.on.isoformat()}."
    )


def hub_name(model: str) -> str:
    """Where a model is found on the Hugging Face hub; a place to fill in where that is unknown."""
    known = {name.lower(): path for name, path in kit_data().hub.items()}
    plain = re.sub(r"[\s-]+instruct$", "", model.strip().lower())
    if plain in known:
        return known[plain]
    return model if re.fullmatch(r"[\w.-]+/[\w.-]+", model) else f"{OPEN}: hub id of {model}"


def _data(folder: str) -> list[Line]:
    return [
        Line(
            "dataset_name", folder, "what split.py writes; the test part stays unseen", "split.py"
        ),
        Line("dataset_train_split", "train", "", ""),
        Line("dataset_test_split", "validation", "", ""),
    ]


def _adapter(project: Project, *, full: bool) -> list[Line]:
    lines = [Line("dtype", "bfloat16", "", "")]
    if full:
        return lines
    lines += [
        Line("use_peft", True, "", ""),
        rank(project),
        line("lora_alpha", "lora_alpha"),
        line("lora_dropout", "lora_dropout"),
        line("lora_target_modules", "lora_target_modules", ["all-linear"]),
    ]
    size, packed = billions(project.tuned_model), "gpt-oss" in project.tuned_model.lower()
    if not packed and size is not None and size >= kit_data().number("four_bit_from_billion"):
        lines.append(line("load_in_4bit", "four_bit_from_billion", True))
    return lines


def rank(project: Project) -> Line:
    """The rank of the adapter."""
    return line("lora_r", "lora_r_many" if _examples(project) >= _many() else "lora_r")


def _examples(project: Project) -> int:
    return int(project.value("labeled_examples", 0))


def _many() -> int:
    return kit_data().count("many_examples")


def _epochs(project: Project) -> Line:
    n = _examples(project)
    row = "epochs_many" if n >= _many() else "epochs_some"
    if n < kit_data().count("some_examples"):
        row = "epochs_few"
    return line("num_train_epochs", row)


def _batch(project: Project) -> list[Line]:
    few = _examples(project) < kit_data().count("some_examples") // 2
    return [
        line("per_device_train_batch_size", "batch_size"),
        line("gradient_accumulation_steps", "accumulation_few" if few else "accumulation"),
        Line("lr_scheduler_type", "cosine", "", ""),
        line("warmup_steps", "warmup"),
    ]


def _length(project: Project) -> Line:
    known = [project.value("prompt_tokens"), project.value("output_tokens")]
    if None in known:
        return line("max_length", "max_length")
    room, length = kit_data().number("length_room") * sum(known), SHORTEST
    while length < room and length < LONGEST:
        length *= 2
    return line("max_length", "max_length", length)


def _keeping(project: Project) -> list[Line]:
    """Keep the checkpoint that does best on the validation part."""
    why = "stop before over-fitting: the lowest validation loss is kept"
    source = "Gekhman et al. 2024, https://arxiv.org/abs/2405.05904"
    return [
        Line("eval_strategy", "epoch", "", ""),
        Line("save_strategy", "epoch", "", ""),
        Line("save_total_limit", 2, "", ""),
        Line("load_best_model_at_end", True, why, source),
        Line("metric_for_best_model", "eval_loss", "", ""),
        Line("report_to", "none", "", ""),
        Line("seed", project.seed % 2**32, "", ""),
    ]
