from partnerships.core.services.lifecycle import start_partnership

__all__ = ["start_partnership"]
