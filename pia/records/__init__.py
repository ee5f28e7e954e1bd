"""Papers around an assessment: review comments, inspection findings, audits of access logs."""
