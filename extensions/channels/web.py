"""The web API of the chat widget and the files of its page; see docs/api.md.

The sender id comes from a signed token, never from the client (docs/decisions/0003-own-web-channel.md).
"""

from __future__ import annotations

import re
from functools import partial, wraps
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, file, json

from clinic.facts import readable_phone
from clinic.hours import week
from clinic.reading import alarm
from clinic.settings import session_secret
from clinic.wiring import clinic, clock, settings, sources, vocabulary
from extensions.channels import tokens, turns
from extensions.channels.conversation import Conversations, known
from extensions.channels.errors import ApiError
from extensions.channels.limits import Limiter, client_address, is_loopback, pseudonym
from extensions.channels.requests import Message, read_json, read_message
from extensions.channels.sessions import open_conversation
from extensions.channels.turns import Row
from extensions.channels.urgent import answer, answer_again
from extensions.stores.memory import TALK

WIDGET = Path("widget")
SERVED = (".js", ".css", ".svg", ".html")


class WebChannel(InputChannel):
    """Sessions, messages, health and the widget's files."""

    def __init__(self) -> None:
        chosen = settings()
        self._secret = session_secret()
        self._messages = Limiter(chosen.limit_messages)
        self._emergencies = Limiter(chosen.limit_messages.times(5))
        self._histories = Limiter(chosen.limit_messages.times(6))
        self._sessions = Limiter(chosen.limit_sessions)
        self._conversations = Conversations(self.name())

    @classmethod
    def name(cls) -> str:
        """Return the channel's name in events."""
        return "web"

    def url_prefix(self) -> str:
        """Return the root: the contract's addresses are not below /webhooks."""
        return "/"

    def blueprint(self, on_new_message: Any) -> Blueprint:
        """Return the routes of the contract."""
        api = Blueprint("web")
        api.add_route(route(self.start), "/api/chat/sessions", methods=["POST"])
        api.add_route(route(self.forget), "/api/chat/sessions", methods=["DELETE"])
        api.add_route(route(self.receive), "/api/chat/messages", methods=["POST"])
        api.add_route(route(self.history), "/api/chat/messages", methods=["GET"])
        api.add_route(route(self.about), "/api/chat/clinic", methods=["GET"])
        for name in ("sessions", "messages", "clinic"):
            api.add_route(route(self.preflight), f"/api/chat/{name}", methods=["OPTIONS"], name=f"preflight_{name}")
        api.add_route(route(self.live), "/health/live", methods=["GET"])
        api.add_route(route(self.ready), "/health/ready", methods=["GET"])
        api.add_route(route(self.page), "/", methods=["GET"])
        for path in WIDGET.glob("*"):
            if path.suffix in SERVED:
                api.static(f"/widget/{path.name}", str(path), name=path.name)
        return api

    async def start(self, request: Request) -> HTTPResponse:
        """Open a session: a new id, its token, and the welcome."""
        read_json(request)
        self._limit(self._sessions, self._address(request), request)
        agent, now = self._agent(request), clock()
        session = tokens.new_session_id()
        await open_conversation(agent, session)
        token, expires = tokens.sign(session, self._secret, now)
        rows = await agent.tracker_store.read(agent.tracker_store.rows, session, 0, TALK)
        body = {
            "session_id": session,
            "token": token,
            "expires_at": expires.isoformat(),
            "messages": [turns.message(row, sources()) for row in rows],
        }
        return json(body, status=201)

    async def receive(self, request: Request) -> HTTPResponse:
        """Answer a message; the same id again gives the same answer and changes nothing."""
        session = self._signed(request)
        message = read_message(read_json(request))
        raised = alarm(message.text, vocabulary()) if message.text else None
        if raised is None:
            rows = await self._turn(request, session, message, urgent=False)
        elif self._wait(self._emergencies, session, request):
            rows = await answer_again(self._agent(request), raised, str(message.text))
        else:
            turn = self._turn(request, session, message, urgent=True)
            rows = await answer(self._agent(request), session, message.id, str(message.text), turn)
        said = [turns.message(row, sources()) for row in rows if row["event"] == "bot"]
        return json({"turn": turns.turn(rows), "messages": said})

    async def _turn(self, request: Request, session: str, message: Message, urgent: bool) -> list[Row]:
        address = self._address(request)
        visitor = pseudonym(address, self._secret) if address else ""
        # Emergencies have a limit of their own.
        allow = None if urgent else partial(self._limit, self._messages, session, request)
        return await self._conversations.take(self._agent(request), session, message, visitor, allow)

    async def history(self, request: Request) -> HTTPResponse:
        """Return the messages of both sides after a seq, in order."""
        session = self._signed(request)
        self._limit(self._histories, session, request)
        await known(self._agent(request), session)
        after = request.args.get("after", "0")
        if not re.fullmatch(r"[0-9]{1,9}", after):
            raise ApiError(400)
        store = self._agent(request).tracker_store
        rows = await store.read(store.rows, session, int(after), TALK)
        return json({"messages": [turns.message(row, sources()) for row in rows]})

    async def forget(self, request: Request) -> HTTPResponse:
        """Delete the conversation, and give back the time that it holds."""
        await self._conversations.forget(self._agent(request), self._signed(request))
        return empty()

    async def about(self, _: Request) -> HTTPResponse:
        """Return what the page shows about the clinic."""
        facts = clinic()
        hours = [{"day": day, "hours": text} for day, text in week(facts)]
        about = {"name": facts.name, "phone": readable_phone(facts), "email": facts.email, "address": facts.address}
        return json({**about, "emergency_number": facts.emergency_number, "hours": hours, "sample": facts.sample})

    async def preflight(self, _: Request) -> HTTPResponse:
        """Answer a browser that asks whether another website may call; `add_headers` says whose."""
        return empty()

    async def live(self, _: Request) -> HTTPResponse:
        """Tell that the process answers."""
        return json({"status": "live"})

    async def ready(self, request: Request) -> HTTPResponse:
        """Tell whether a message would be answered: model loaded, database there."""
        missing = []
        agent = getattr(request.app.ctx, "agent", None)
        if agent is None or not agent.is_ready():
            missing.append("model")
        else:
            try:
                await agent.tracker_store.ping()
            except Exception:
                missing.append("database")
        return json(
            {"status": "not ready", "missing": missing} if missing else {"status": "ready"}, 503 if missing else 200
        )

    async def page(self, _: Request) -> HTTPResponse:
        """Return the demo page."""
        return await file(str(WIDGET / "index.html"))

    def _agent(self, request: Request) -> Any:
        agent = getattr(request.app.ctx, "agent", None)
        if agent is None:
            raise ApiError(503)
        return agent

    def _signed(self, request: Request) -> str:
        session = tokens.session_of(request.headers.get("authorization"), self._secret, clock())
        if session is None:
            raise ApiError(401)
        return session

    def _address(self, request: Request) -> str:
        """Return the address that is limited; empty for this machine itself, which mostly is not."""
        lines = request.headers.getall("x-forwarded-for", [])
        address = client_address(request.ip, lines, settings().trusted_proxies)
        return "" if is_loopback(address) and not settings().limit_loopback else address

    def _wait(self, limiter: Limiter, key: str, request: Request) -> float:
        return limiter.wait(key) if self._address(request) else 0.0

    def _limit(self, limiter: Limiter, key: str, request: Request) -> None:
        if wait := self._wait(limiter, key, request):
            raise ApiError(429, wait)


def route(method: Any) -> Any:
    """Return a plain function for a bound method: Sanic marks its handlers, and a bound method cannot be marked."""

    @wraps(method)
    async def handler(*args: Any, **kwargs: Any) -> HTTPResponse:
        return await method(*args, **kwargs)

    return handler
