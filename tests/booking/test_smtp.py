"""How a mail server is named in the environment, and that mail and password only go to the one that is meant."""

import smtplib
import ssl
import subprocess
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from clinic.booking.mail import sender
from clinic.settings import Smtp, read_settings
from tests.inbox import running

HOST = {"SMTP_HOST": "mail.example", "SMTP_FROM": "book@soma.example"}
LOGIN = {"SMTP_USER": "clinic", "SMTP_PASSWORD": "zebrafinch"}


def test_without_a_mail_server_there_is_none() -> None:
    assert read_settings({}).smtp is None
    assert read_settings({"SMTP_HOST": "", "SMTP_PORT": ""}).smtp is None


@pytest.mark.parametrize(("tls", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_follows_from_the_kind_of_connection(tls: str, port: int) -> None:
    assert read_settings(HOST | {"SMTP_TLS": tls}).smtp == Smtp("mail.example", port, "book@soma.example", tls=tls)
    chosen = read_settings(HOST | {"SMTP_TLS": tls, "SMTP_PORT": "2525"}).smtp
    assert chosen and chosen.port == 2525


def test_a_login_is_read_and_encrypted_unless_told_otherwise() -> None:
    smtp = read_settings(HOST | LOGIN).smtp
    assert smtp == Smtp("mail.example", 587, "book@soma.example", "clinic", "zebrafinch", "starttls")
    assert "zebrafinch" not in repr(read_settings(HOST | LOGIN))


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"SMTP_HOST": ""}, "SMTP_HOST"),
        ({"SMTP_FROM": ""}, "SMTP_FROM"),
        ({"SMTP_FROM": "Soma <book@soma.example>"}, "SMTP_FROM"),
        ({"SMTP_USER": ""}, "SMTP_USER"),
        ({"SMTP_PASSWORD": ""}, "SMTP_PASSWORD"),
        ({"SMTP_PORT": "smtp"}, "SMTP_PORT"),
        ({"SMTP_PORT": "70000"}, "SMTP_PORT"),
        ({"SMTP_TLS": "yes"}, "SMTP_TLS"),
        ({"SMTP_TLS": "none"}, "SMTP_TLS"),
    ],
)
def test_half_of_it_is_refused_by_name_without_the_password(wrong: dict[str, str], named: str) -> None:
    with pytest.raises(ValueError, match=named) as refused:
        read_settings(HOST | LOGIN | wrong)
    assert "zebrafinch" not in str(refused.value)


class Encrypted(Controller):
    """A mail server that speaks TLS from the first byte on."""

    def __init__(self, *args: object, context: ssl.SSLContext, **options: object) -> None:
        super().__init__(*args, **options)
        self.ssl_context = context


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for this machine that nobody trusts yet."""
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-out", str(cert), "-keyout", str(key)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    return cert, context


def letter() -> EmailMessage:
    """Some message."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "book@soma.example", "ana@example.com", "Appointment"
    return message


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_mail_and_password_go_to_a_server_with_a_valid_certificate_only(
    tls: str, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    cert, context = certificate
    logins: list[LoginPassword] = []

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: LoginPassword) -> AuthResult:
        logins.append(login)
        return AuthResult(success=login == LoginPassword(b"clinic", b"zebrafinch"))

    options = {"authenticator": check, "auth_require_tls": tls == "starttls"}
    options |= {"tls_context": context} if tls == "starttls" else {"context": context}
    with running(Controller if tls == "starttls" else Encrypted, **options) as inbox:
        smtp = Smtp("127.0.0.1", inbox.port, "book@soma.example", "clinic", "zebrafinch", tls)
        with pytest.raises(ssl.SSLCertVerificationError):
            sender(smtp)(letter())
        assert inbox.mails == [] and logins == []
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        sender(smtp)(letter())
        assert len(inbox.mails) == len(logins) == 1


def test_a_server_that_cannot_encrypt_gets_nothing() -> None:
    with running() as inbox:
        smtp = Smtp("127.0.0.1", inbox.port, "book@soma.example", "clinic", "zebrafinch")
        with pytest.raises(smtplib.SMTPException):
            sender(smtp)(letter())
        assert inbox.mails == []
