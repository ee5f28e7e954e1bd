"""What differs between two versions: comparison, rows of 変更箇所, classification, decisions."""
