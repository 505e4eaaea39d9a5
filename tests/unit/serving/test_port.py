import socket

import pytest

from actionpack_app.serving.port import check_port
from actionpack_app.settings import SettingsError
from tests.ports import free_port


def test_a_port_that_nobody_uses_will_do() -> None:
    check_port(free_port())


@pytest.mark.parametrize("address", ["", "127.0.0.1"])
@pytest.mark.parametrize("option", [socket.SO_REUSEADDR, socket.SO_REUSEPORT])
def test_where_another_program_listens_it_is_said_with_the_settings_name(address: str, option: int) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, option, 1)
        other.bind((address, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SettingsError, match=f"PORT: {port} can't be served on"):
            check_port(port)


def test_what_is_left_of_an_ended_servers_connections_is_in_nobodys_way() -> None:
    with socket.socket() as server, socket.socket() as visitor:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        visitor.connect(server.getsockname())
        connection, _address = server.accept()
        connection.close()  # who closes first waits for what may still come
        assert visitor.recv(1) == b""
    check_port(port)
