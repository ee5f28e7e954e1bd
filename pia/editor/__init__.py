"""The editor in the browser: a page on this machine alone, over the verbs of the library.

server ─▶ app (routes) ─▶ guard (who may ask) · desk (one workspace: its documents, their journal)
                       └▶ view (document → page and fields)
"""
