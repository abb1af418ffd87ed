# Every process that may enqueue a job needs the Celery application configured, not the library's default one.
from config.celery import app as celery_app

__all__ = ("celery_app",)
