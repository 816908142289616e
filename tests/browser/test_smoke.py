def test_home_page(page):
    assert page.goto("/").ok
    assert page.locator("main a").count()
