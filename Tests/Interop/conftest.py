import pytest
from gateway import GARDENGATE, Gateway


@pytest.fixture(scope="module")
def gateway(tmp_path_factory):
    if not GARDENGATE:
        pytest.fail("GARDENGATE must be the path of the built executable")
    gateway = Gateway(tmp_path_factory.mktemp("gateway"))
    try:
        yield gateway.start()
    finally:
        gateway.stop()
