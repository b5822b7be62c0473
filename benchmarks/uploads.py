"""Files that members bring: as options of commands and in forms."""

from benchmarks.loopback import Data, Loopback, command, submit


def _attachment(number: str, file: str, size: int, address: str) -> Data:
    url = f"http://{address}/files/{file}"
    return {"id": number, "filename": file, "size": size, "url": url, "proxy_url": "", "ephemeral": True}


def with_file(path: str, name: str, file: str, discord: Loopback) -> Data:
    """The data of a slash command whose option `name` is this one of `discord.files`."""
    data = command(path, **{name: "1"})
    leaf = data
    while leaf["options"][0]["type"] == 1:
        leaf = leaf["options"][0]
    leaf["options"][0]["type"] = 11
    file_of = _attachment("1", file, len(discord.files[file]), discord.address)
    return {**data, "resolved": {"attachments": {"1": file_of}}}


def with_uploads(form: Data, typed: str, files: list[str], discord: Loopback) -> Data:
    """The data of a form that is submitted with the same text in every field, and with these of `discord.files`."""
    data = submit(form, typed)
    fields = [each["component"] for each in form["data"]["components"] if "component" in each]
    key = next(each["custom_id"] for each in fields if each["type"] == 19)
    found = {
        str(at): _attachment(str(at), each, len(discord.files[each]), discord.address)
        for at, each in enumerate(files, 1)
    }
    chosen: Data = {"type": 18, "id": 1, "component": {"type": 19, "id": 2, "custom_id": key, "values": [*found]}}
    return {**data, "components": [*data["components"], chosen], "resolved": {"attachments": found}}
