"""What ties other places to conversations: events seen once, places bound, one-time codes."""

import secrets
from datetime import timedelta

from agent.storage.database import Clock, Database, now, stamp
from tools.errors import InvalidInput

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that is mistaken for something else
CODE_CHARS = 7
VALID = timedelta(minutes=15)
GUESSES = 10  # wrong codes that one visitor may try within `VALID`
REMEMBERED = timedelta(days=2)


class Links:
    """Durable and atomic in all processes; deleting a thread deletes what points to it."""

    def __init__(self, database: Database, *, clock: Clock = now) -> None:
        self._db = database
        self._clock = clock

    def first_time(self, key: str) -> bool:
        """True for exactly one of all who ask, within two days of the first."""
        moment = self._clock()
        self._db.run("DELETE FROM seen WHERE at < :old", old=stamp(moment - REMEMBERED))
        return bool(
            self._db.run(
                "INSERT INTO seen (key, at) VALUES (:key, :at) "
                "ON CONFLICT (key) DO NOTHING RETURNING key",
                key=key,
                at=stamp(moment),
            )
        )

    def thread_of(self, place: str) -> str | None:
        """The thread that an outside place is bound to, None when it is to none."""
        rows = self._db.run("SELECT thread FROM places WHERE place = :place", place=place)
        return str(rows[0][0]) if rows else None

    def places_of(self, thread: str) -> tuple[str, ...]:
        """The outside places that are bound to a thread."""
        query = "SELECT place FROM places WHERE thread = :thread ORDER BY place"
        return tuple(str(row[0]) for row in self._db.run(query, thread=thread))

    def bind(self, place: str, thread: str, *, replace: bool = False) -> str:
        """Bind an outside place to a thread; returns the thread that it is bound to now.

        Without `replace` the first one wins, so that of two processes that bind at once both go
        on with the same thread.

        Raises:
            InvalidInput: there is no such thread.
        """
        keep = "UPDATE SET thread = :thread" if replace else "UPDATE SET place = excluded.place"
        rows = self._db.run(
            "INSERT INTO places (place, thread) SELECT :place, id FROM threads WHERE id = :thread "
            f"ON CONFLICT (place) DO {keep} RETURNING thread",
            place=place,
            thread=thread,
        )
        if not rows:
            raise InvalidInput("that conversation does not exist (any more)")
        return str(rows[0][0])

    def make_code(self, thread: str) -> str:
        """A code of seven characters that opens the thread once, within 15 minutes.

        Raises:
            InvalidInput: there is no such thread.
        """
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_CHARS))
        moment = self._clock()
        self._db.run("DELETE FROM codes WHERE expires <= :now", now=stamp(moment))
        rows = self._db.run(
            "INSERT INTO codes (code, thread, expires) "
            "SELECT :code, id, :expires FROM threads WHERE id = :thread RETURNING code",
            code=code,
            thread=thread,
            expires=stamp(moment + VALID),
        )
        if not rows:
            raise InvalidInput("that conversation does not exist (any more)")
        return code

    def redeem(self, code: str, *, by: str) -> str | None:
        """The thread that a code opens; it opens none a second time. None for a wrong code.

        `by` names whoever tries, such as a login or a Slack user: ten wrong codes in 15 minutes
        and no more are looked at.

        Raises:
            InvalidInput: too many wrong codes came from there.
        """
        moment = self._clock()
        with self._db.transaction() as execute:
            execute("DELETE FROM guesses WHERE at <= :old", old=stamp(moment - VALID))
            wrong = execute("SELECT COUNT(*) FROM guesses WHERE who = :by", by=by)[0][0]
            if wrong >= GUESSES:
                raise InvalidInput("too many wrong codes; try again in 15 minutes")
            rows = execute(
                "DELETE FROM codes WHERE code = :code AND expires > :now RETURNING thread",
                code=code.strip().upper(),
                now=stamp(moment),
            )
            if not rows:
                execute("INSERT INTO guesses (who, at) VALUES (:by, :at)", by=by, at=stamp(moment))
                return None
        return str(rows[0][0])
