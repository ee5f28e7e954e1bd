"""What differs between two versions: comparison, rows of 変更箇所, classification, decisions.

version ─▶ compare ─▶ table ──────────────▶ judge ─▶ report ─▶ outputs, terminal
              │       (cells, excerpt,        ▲
              │        changed_words)         ├── decisions, decisions_update, reasons
              └─────▶ classify (kinds) ───────┘
"""
