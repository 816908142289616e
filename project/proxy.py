"""What the web server in front knows of a visitor."""


def client_address(get_response):
    """Middleware: the address of the browser, not of the web server; only with PROXY=1."""

    def middleware(request):
        request.META["REMOTE_ADDR"] = request.META.get("HTTP_X_REAL_IP", "")
        return get_response(request)

    return middleware
