from drf_spectacular.openapi import AutoSchema as SpectacularAutoSchema


class AutoSchema(SpectacularAutoSchema):
    pass


def merge_log_in_paths(result, generator, request, public):
    return result
