/// What the page of the OpenAPI document shows; the names are those of its templates.
struct DocsView {
    let title: String
    let version: String
    let introduction: String
    let groups: [Group]
    let schemas: [Schema]

    /// The operations under one heading.
    struct Group {
        let name: String
        let anchor: String
        let description: String
        let operations: [Operation]
    }

    /// One operation.
    struct Operation {
        let id: String
        let method: String
        let path: String
        let summary: String
        let description: String
        let access: String
        /// In a list of one, or empty: what Mustache calls a section.
        let parameters: [Fields]
        let bodies: [Body]
        let answers: [Answer]
        /// Answers that say no; all have the same form.
        let errors: [Answer]
    }

    /// What is sent.
    struct Body {
        let isOptional: Bool
        let schema: String
        let description: String
        let fields: [Fields]
        let examples: [Example]
    }

    /// What comes back.
    struct Answer {
        let status: String
        let description: String
        let content: [Content]
        let headers: [Fields]
        let examples: [Example]
    }

    /// A kind of content and its type.
    struct Content {
        let mediaType: String
        let type: SchemaText.TypeName
    }

    /// A sample.
    struct Example {
        let title: String
        let text: String
    }

    /// A table of fields.
    struct Fields {
        let title: String
        let rows: [Field]
    }

    /// One field, parameter or header.
    struct Field {
        let name: String
        let place: String?
        let type: SchemaText.TypeName
        let isRequired: Bool
        let bounds: String?
        let pattern: String?
        let description: String
    }

    /// One of the document's schemas.
    struct Schema {
        let name: String
        let description: String
        let bounds: String?
        let pattern: String?
        let fields: [Fields]
        let examples: [Example]
    }
}
