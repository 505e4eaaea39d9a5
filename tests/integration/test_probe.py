import pytest
from tests.integration.companies import company
def test_probe(fabrikam, contoso) -> None:
    print(fabrikam.holds(), contoso.holds())
@pytest.mark.parametrize("key",["fabrikam","contoso","northwind","adventure_works","woodgrove","tailspin","litware","proseware","relecloud"])
def test_p(store,key):
    c = company(key)
    from actionpack_app.services.membership.overview import overview
    for s in overview(c.admin,c.clock).subscriptions: print(s)
