from purchases.documents.services.attaching import attach_document, detach_document
from purchases.documents.services.changing import change_document, delete_document
from purchases.documents.services.keeping import Paper, keep_document, keep_paper, read_paper
from purchases.documents.services.removing import delete_alone_on, documents_alone_on

__all__ = [
    "Paper",
    "attach_document",
    "change_document",
    "delete_alone_on",
    "delete_document",
    "detach_document",
    "documents_alone_on",
    "keep_document",
    "keep_paper",
    "read_paper",
]
