#!/usr/bin/env python3
"""What the service is made of, from the lock files.

    deploy/supply-chain/bom.py > bom.cdx.json     bill of materials of the product (CycloneDX 1.6): name, version, SHA-512, licence of every package
    deploy/supply-chain/bom.py --tests            the same with what only tests and the build use
    deploy/supply-chain/bom.py --licences         writes licences.tsv anew from the packages of this machine (dotnet restore first)

Standard library only. The same lock files give the same bytes."""
import base64, glob, json, os, re, sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
LIST = os.path.join(HERE, "licences.tsv")

# What makes a text the MIT licence, apart from its title and whose it is. Some packages bring their licence as a file instead of naming it: the file is read, and has to say exactly this.
MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so,
subject to the following conditions: The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software. THE SOFTWARE IS PROVIDED "AS IS",
WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER
DEALINGS IN THE SOFTWARE."""


def packages():
    """(name, version) -> {"scope", "hash", "needs"}: product where a project of src resolves it, else tests."""
    found = {}
    for scope in ("product", "tests"):
        for path in sorted(glob.glob(os.path.join(ROOT, "src" if scope == "product" else "tests", "*", "packages.lock.json"))):
            with open(path, encoding="utf-8") as file:
                frameworks = json.load(file)["dependencies"]
            for entries in frameworks.values():
                for name, entry in entries.items():
                    if entry["type"] == "Project":
                        continue
                    known = found.setdefault((name, entry["resolved"]), {"scope": scope, "hash": entry.get("contentHash"), "needs": set()})
                    known["needs"].update(entry.get("dependencies", {}))
    return dict(sorted(found.items(), key=lambda pair: (pair[0][0].lower(), pair[0][1])))


def licence(name, version):
    """As the package itself says: by its name, or by the text of the file it names."""
    folder = os.path.join(os.environ.get("NUGET_PACKAGES", os.path.expanduser("~/.nuget/packages")), name.lower(), version.lower())
    with open(os.path.join(folder, name.lower() + ".nuspec"), encoding="utf-8-sig") as file:
        described = file.read()
    if named := re.search(r'<license type="expression">([^<]+)', described):
        return named.group(1)
    if brought := re.search(r'<license type="file">([^<]+)', described):
        with open(os.path.join(folder, brought.group(1)), encoding="utf-8-sig") as file:
            title, begin, terms = " ".join(file.read().split()).partition("Permission is hereby granted")
        if begin + terms == " ".join(MIT.split()) and len(title) < 200:
            return "MIT"
    sys.exit(f"{name} {version} names no licence that this script knows: read what is in {folder}.")


def listed():
    with open(LIST, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    return {(row[0], row[1]): row[2] for row in rows}


def write_licences():
    with open(LIST, "w", encoding="utf-8") as file:
        file.write("# package\tversion\tlicence (SPDX)\twhere\n")
        for (name, version), entry in packages().items():
            file.write(f"{name}\t{version}\t{licence(name, version)}\t{entry['scope']}\n")


def bill(with_tests):
    known = listed()
    chosen = {key: entry for key, entry in packages().items() if with_tests or entry["scope"] == "product"}
    references = {name: f"pkg:nuget/{name}@{version}" for name, version in chosen}
    components = []
    for (name, version), entry in chosen.items():
        expression = known.get((name, version)) or sys.exit(f"{name} {version} is not in licences.tsv: run bom.py --licences.")
        component = {"type": "library", "bom-ref": references[name], "name": name, "version": version, "purl": references[name],
                     "scope": "required" if entry["scope"] == "product" else "excluded",
                     "licenses": [{"expression": expression}] if " " in expression else [{"license": {"id": expression}}]}
        if entry["hash"]:
            component["hashes"] = [{"alg": "SHA-512", "content": base64.b64decode(entry["hash"]).hex()}]
        components.append(component)
    with open(os.path.join(ROOT, "Directory.Build.props"), encoding="utf-8") as file:
        version = re.search(r"<Version>([^<]+)", file.read()).group(1)
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "moderation", "name": "moderation", "version": version}},
        "components": components,
        "dependencies": [{"ref": references[name], "dependsOn": sorted(references[need] for need in entry["needs"] if need in references)} for (name, _), entry in chosen.items()],
    }


if __name__ == "__main__":
    if sys.argv[1:] == ["--licences"]:
        write_licences()
    elif sys.argv[1:] in ([], ["--tests"]):
        print(json.dumps(bill(bool(sys.argv[1:])), indent=1))
    else:
        sys.exit(__doc__)
