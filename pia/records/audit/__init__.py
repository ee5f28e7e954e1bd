"""Audits of access logs: logs → overview → draw → sample → worksheets → outcomes → report."""
