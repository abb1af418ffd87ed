from rest_framework.throttling import BaseThrottle


class PersonThrottle(BaseThrottle):
    def allow_request(self, request, view):
        return True


class AddressThrottle(BaseThrottle):
    def allow_request(self, request, view):
        return True
