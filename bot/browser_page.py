"""The page that the preview serves: simcord's own, with our face, channels and what its scripts get wrong put right.

`CHANGES` and `data/preview/` say what is different; the test that compares simcord's source says when to read them again.
"""

from typing import ClassVar, Final

from aiohttp import web
from simcord.preview._server import PreviewServer

from bot.paths import ROOT

_OURS: Final = ROOT / "data" / "preview"
# By path: what is no text.
_FILES: Final = {
    "/avatar.png": (ROOT / "docs" / "avatar.png", "image/png"),
    "/korean.otf": (ROOT / "data" / "fonts" / "NotoSansCJKjp-Regular.subset.otf", "font/otf"),
    "/korean-bold.otf": (ROOT / "data" / "fonts" / "NotoSansCJKjp-Bold.subset.otf", "font/otf"),
}

CHANGES: Final = {
    "/": (
        ("<title>SimCord Preview</title>", '<title>Hyosan</title><link rel="icon" href="/avatar.png">'),
        (
            '<link rel="stylesheet" href="/preview.css">',
            '<link rel="stylesheet" href="/preview.css"><link rel="stylesheet" href="/page.css">'
            '<link rel="stylesheet" href="/light.css" media="(prefers-color-scheme: light)">',
        ),
        ('aria-label="SimCord preview"', 'aria-label="Preview"'),
        ("<strong>SimCord</strong><small>Preview</small>", "<strong>Hyosan</strong>"),
        ('aria-expanded="false">Messages</button>', 'aria-expanded="false">Channels</button>'),
        ('aria-label="Message navigation"', 'aria-label="Channels"'),
        ("<h1>Messages</h1>", "<h1>Hyosan High</h1>"),
        (
            '<nav class="message-navigation"',
            '<nav id="places" aria-label="Channels"></nav><nav class="message-navigation"',
        ),
        (
            '<script type="module" src="/app.js">',
            '<script type="module" src="/page.js"></script><script type="module" src="/app.js">',
        ),
    ),
    "/workbench.js": (
        (
            'ui.viewer.value = snapshot.viewerId || "";',
            'ui.viewer.value = snapshot.viewerId || ""; hyosan.update(snapshot);',
        ),
    ),
    "/select-drafts.js": (
        # A message that the bot edited shows what the bot says is chosen, not what was chosen in another menu there before.
        (
            "return { observe, reset,",
            """return { observe, reset, forget: (message) => {
              for (const map of [state.drafts, state.selectDrafts, state.candidateIdentities, state.selectValidationRevisions])
                for (const key of [...map.keys()]) if (key.startsWith(`message:${message}:`)) map.delete(key);
            },""",
        ),
    ),
    "/selects.js": (
        # Whoever may choose one thing needs no count.
        (
            "`${selected.length} selected. Choose ${minimum}–${maximum} options.`",
            "(maximum === 1 ? '' : `${selected.length} selected. Choose ${minimum}–${maximum} options.`)",
        ),
    ),
    "/messages.js": (
        (
            "if (toolbar.childElementCount) root.append(toolbar);",
            "hyosan.menus(toolbar, message); if (toolbar.childElementCount) root.append(toolbar);",
        ),
    ),
    "/actions.js": (
        # What is sent while suggestions, a resize or the last answer's page are under way waits for them; simcord drops it.
        ("let busyDeferred = false;", "let busyDeferred = false; let held = null;"),
        (
            "if (pageAction(kind)) pageIntent(kind, extra); return; }",
            "if (pageAction(kind)) pageIntent(kind, extra);"
            " else if (pending?.queryIntent || pageAction(pending?.kind ?? '')) held = [kind, extra, metadata]; return; }",
        ),
        (
            "if (!pageAction(kind) && awaitingRevision !== null && awaitingRevision > context.publishedRevision) return;",
            "if (!pageAction(kind) && awaitingRevision !== null && awaitingRevision > context.publishedRevision)"
            " { held = [kind, extra, metadata]; return; }",
        ),
        (
            "const next = queries.entries().next().value;",
            "if (held) { const [kind, extra, metadata] = held; held = null; void perform(kind, extra, null, metadata); return; }"
            " const next = queries.entries().next().value;",
        ),
        ("resetInteraction: () => {", "resetInteraction: () => { held = null;"),
    ),
    "/app.js": (
        (
            "composer.completeActionDrafts(action, receipt);",
            """composer.completeActionDrafts(action, receipt);
            for (const each of receipt.outcomes ?? []) if (each.kind === "source_edit") selections.forget(each.messageId);""",
        ),
        ("const workbench = initWorkbench(", "hyosan.connect(dispatch); const workbench = initWorkbench("),
        # Whoever sends something sees what comes of it, as on Discord.
        (
            'if (state.pendingAction?.kind === "run_command") commandPicker.setPending();',
            'if (state.pendingAction?.kind === "run_command") commandPicker.setPending();'
            ' if (["run_command", "send_message"].includes(state.pendingAction?.kind ?? ""))'
            " ui.timeline.scrollTop = ui.timeline.scrollHeight;",
        ),
    ),
    "/commands.js": (
        # Discord offers suggestions before the first letter; simcord says that there are none.
        (
            'const current = String(field.value || "");',
            'const current = String(field.value || ""); if (!current) queryAutocomplete(option, current);',
        ),
        # Enter runs a command whose suggestion stands in the field already; simcord chooses it again and again.
        (
            "if (active instanceof HTMLElement) { active.click(); return true; }",
            "if (active instanceof HTMLElement"
            " && active.dataset.value?.toLowerCase() !== event.target.value?.toLowerCase()) { active.click(); return true; }",
        ),
    ),
    "/timeline.js": (
        # Whoever was at the newest message stays there while what is newer is drawn.
        (
            'if (!state.ready && state.scrollIntent?.policy === "target") return;',
            "if (!state.ready && state.scrollIntent) return;",
        ),
    ),
    "/text.js": (
        # "in 20 seconds" counts from now, which is the preview's time as well, and goes on counting.
        ("new Date(options.presentationTime || 0)", "new Date()"),
        (
            "parent.append(time);",
            'parent.append(time); if (style === "R" && valid && !options.once) { const ticking = setInterval(() => {'
            ' const again = document.createElement("span"); renderTimestamp(again, token, { ...options, once: true });'
            " time.textContent = again.textContent; if (!time.isConnected) clearInterval(ticking); }, 1000); }",
        ),
    ),
}
"""What simcord's files say differently here: by path, what is replaced (it is there once) and by what."""


class PageServer(PreviewServer):
    """simcord's server with our page."""

    _STATIC_FILES: ClassVar = {
        **PreviewServer._STATIC_FILES,
        "/page.js": str(_OURS / "page.js"),
        "/page.css": str(_OURS / "page.css"),
        "/light.css": str(_OURS / "light.css"),
        **{path: str(file) for path, (file, _) in _FILES.items()},
    }
    _STATIC_CONTENT_TYPES: ClassVar = {
        **PreviewServer._STATIC_CONTENT_TYPES,
        **{str(_OURS / name): "text/css" for name in ("page.css", "light.css")},
    }

    async def _static(self, request: web.Request) -> web.Response:
        if request.path in _FILES:
            file, kind = _FILES[request.path]
            return web.Response(body=file.read_bytes(), content_type=kind)
        response: web.Response = await super()._static(request)
        for theirs, ours in CHANGES.get(request.path, ()):
            response.text = (response.text or "").replace(theirs, ours)
        return response
