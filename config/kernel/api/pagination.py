from rest_framework.pagination import LimitOffsetPagination


class SkipLimitPagination(LimitOffsetPagination):
    default_limit = 20
    max_limit = 100
    offset_query_param = "skip"
