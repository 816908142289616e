// Brings the page of a running job up to date; without it, the page reloads itself.
const EVERY = 2000;

async function refresh() {
    const shown = document.getElementById("progress");
    let response;
    try {
        response = await fetch(location.href, { headers: { Accept: "text/html" } });
    } catch {
        return true; // the connection is gone for a moment
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const next = page.getElementById("progress");
    if (!next || next.dataset.state !== shown.dataset.state) {
        location.reload(); // with other buttons
        return false;
    }
    shown.replaceChildren(...next.childNodes);
    return true;
}

async function follow() {
    if (document.hidden || (await refresh())) {
        setTimeout(follow, EVERY);
    }
}

setTimeout(follow, EVERY);
