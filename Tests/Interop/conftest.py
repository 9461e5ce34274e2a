import pytest
from gateway import GARDENGATE, Gateway


@pytest.fixture(scope="module")
def gateway(tmp_path_factory):
    if not GARDENGATE:
        pytest.fail("GARDENGATE must be the path of the built executable")
    gateway = Gateway(tmp_path_factory.mktemp("gateway"))
    try:
        # What a tester does with wrong credentials is more than any address should.
        yield gateway.start(*(
            word for limit in ("failed-logins", "public-requests", "device-events")
            for word in (f"--{limit}-per-minute", "1000000")
        ))
    finally:
        gateway.stop()
