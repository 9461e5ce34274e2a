import Yams

extension DocsView {
    /// Shows a document.
    init(_ document: OpenAPIDocument) {
        let reader = DocsReader(document: document)
        let operations = Dictionary(grouping: document.operations, by: \.tag)
        title = document.root["info"]?["title"]?.string ?? ""
        version = document.root["info"]?["version"]?.string ?? ""
        introduction = Prose.html(document.root["info"]?["description"]?.string ?? "")
        groups = (document.root["tags"]?.array() ?? []).map { tag in
            let name = tag["name"]?.string ?? ""
            return Group(
                name: name,
                anchor: name.lowercased().replacing(" ", with: "-"),
                description: Prose.inline(tag["description"]?.string ?? ""),
                operations: (operations[name] ?? []).map(reader.operation)
            )
        }
        schemas = document.members(of: document.root["components"]?["schemas"]).map(reader.schema)
    }
}

/// Takes from the OpenAPI document what its page shows.
private struct DocsReader {
    let document: OpenAPIDocument
    private var text: SchemaText { SchemaText(document: document) }

    init(document: OpenAPIDocument) {
        self.document = document
    }

    func operation(_ operation: DocumentedOperation) -> DocsView.Operation {
        let answers = document.members(of: operation.node["responses"]).map(answer)
        return DocsView.Operation(
            id: operation.id,
            method: operation.method,
            path: operation.path,
            summary: operation.summary,
            description: Prose.html(operation.description),
            access: operation.security.map(accessText).first ?? "open to everybody",
            parameters: tables("Parameters", operation.parameters.map(parameter)),
            bodies: operation.node["requestBody"].map { [body($0)] } ?? [],
            answers: answers.filter { $0.status.hasPrefix("2") },
            errors: answers.filter { !$0.status.hasPrefix("2") }
        )
    }

    private func accessText(_ scheme: String) -> String {
        if scheme == "deviceAuth" { return "a device's token" }
        let scheme = document.root["components"]?["securitySchemes"]?[scheme]
        return scheme?["scheme"]?.string == "basic" ? "HTTP Basic" : "bearer token"
    }

    func schema(_ name: String, _ node: Node) -> DocsView.Schema {
        let example = SchemaExample(document: document).value(of: node).map(\.text)
        return DocsView.Schema(
            name: name,
            description: Prose.html(node["description"]?.string ?? ""),
            bounds: bounds(of: node),
            pattern: node["pattern"]?.string,
            fields: tables("Fields", fields(of: node)),
            examples: example.map { [DocsView.Example(title: "Example", text: $0)] } ?? []
        )
    }

    private func parameter(_ node: Node) -> DocsView.Field {
        field(
            node["name"]?.string ?? "",
            node["schema"] ?? [:],
            place: node["in"]?.string,
            isRequired: node["required"]?.bool ?? false,
            description: node["description"]?.string
        )
    }

    private func body(_ node: Node) -> DocsView.Body {
        let media = document.members(of: node["content"]).first?.value ?? [:]
        let schema = document.resolved(media["schema"] ?? [:])
        var examples = document.members(of: media["examples"]).map { name, example in
            DocsView.Example(title: name, text: SchemaExample.json(example["value"] ?? "").text)
        }
        if examples.isEmpty, let example = SchemaExample(document: document).value(of: schema.node) {
            examples = [DocsView.Example(title: "Example", text: example.text)]
        }
        return DocsView.Body(
            isOptional: node["required"]?.bool != true,
            schema: schema.name ?? "",
            description: Prose.html(schema.node["description"]?.string ?? ""),
            fields: tables("Fields", fields(of: schema.node)),
            examples: examples
        )
    }

    private func answer(_ status: String, _ node: Node) -> DocsView.Answer {
        let answer = document.resolved(node).node
        let content = document.members(of: answer["content"])
        return DocsView.Answer(
            status: status,
            description: Prose.inline(answer["description"]?.string ?? ""),
            content: content.map { mediaType, media in
                DocsView.Content(mediaType: mediaType, type: text.type(of: media["schema"] ?? [:]))
            },
            headers: tables("Headers", document.members(of: answer["headers"]).map(header)),
            examples: content.compactMap(example)
        )
    }

    private func header(_ name: String, _ node: Node) -> DocsView.Field {
        let header = document.resolved(node).node
        return field(
            name,
            header["schema"] ?? [:],
            isRequired: header["required"]?.bool ?? false,
            description: header["description"]?.string
        )
    }

    private func example(_ mediaType: String, _ media: Node) -> DocsView.Example? {
        if let text = media["example"]?.string { return DocsView.Example(title: mediaType, text: text) }
        guard let value = SchemaExample(document: document).value(of: media["schema"] ?? [:]) else { return nil }
        return DocsView.Example(title: mediaType, text: value.text)
    }

    private func fields(of schema: Node) -> [DocsView.Field] {
        let required = Set(schema["required"]?.array().compactMap(\.string) ?? [])
        return document.members(of: schema["properties"]).map { name, property in
            field(name, property, isRequired: required.contains(name), description: property["description"]?.string)
        }
    }

    private func field(
        _ name: String,
        _ schema: Node,
        place: String? = nil,
        isRequired: Bool,
        description: String?
    ) -> DocsView.Field {
        DocsView.Field(
            name: name,
            place: place,
            type: text.type(of: schema),
            isRequired: isRequired,
            bounds: bounds(of: schema),
            pattern: schema["pattern"]?.string,
            description: Prose.html(description ?? "")
        )
    }

    private func bounds(of schema: Node) -> String? {
        let bounds = text.bounds(of: schema)
        return bounds.isEmpty ? nil : bounds.joined(separator: "; ")
    }

    private func tables(_ title: String, _ rows: [DocsView.Field]) -> [DocsView.Fields] {
        rows.isEmpty ? [] : [DocsView.Fields(title: title, rows: rows)]
    }
}
