import Crypto
import Foundation
import HTTPTypes
import Mustache

/// The pages that the gateway shows to people: Mustache templates around one layout, without scripts and without anything from elsewhere.
///
/// They work on a phone, in light and dark, and on paper.
struct PageTemplates: Sendable {
    /// The templates that this binary carries; read once.
    private static let embedded = Result { try PageTemplates() }

    private let library: MustacheLibrary
    private let policy: String

    /// The templates, ready to be rendered.
    ///
    /// - Returns: the templates.
    /// - Throws: never, as the tests show, but only they can.
    static func ready() throws -> PageTemplates { try embedded.get() }

    private init() throws {
        let styles = [
            (name: "style", text: String(decoding: PackageResources.style_css, as: UTF8.self)),
            (name: "voucherstyle", text: String(decoding: PackageResources.vouchers_css, as: UTF8.self)),
        ]
        let sources: [(name: String, bytes: [UInt8])] = [
            ("layout", PackageResources.layout_mustache),
            ("docs", PackageResources.docs_mustache),
            ("typename", PackageResources.typename_mustache),
            ("fields", PackageResources.fields_mustache),
            ("errors", PackageResources.errors_mustache),
            ("error", PackageResources.error_mustache),
            ("vouchers", PackageResources.vouchers_mustache),
            ("refusedlink", PackageResources.refusedlink_mustache),
        ]
        var library = MustacheLibrary()
        for style in styles {
            library.register(try MustacheTemplate(string: "<style>\(style.text)</style>"), named: style.name)
        }
        for source in sources {
            library.register(
                try MustacheTemplate(string: String(decoding: source.bytes, as: UTF8.self)),
                named: source.name
            )
        }
        self.library = library
        let digests = styles.map { "'sha256-\(Data(SHA256.hash(data: Data($0.text.utf8))).base64EncodedString())'" }
        policy = """
            default-src 'none'; style-src \(digests.joined(separator: " ")); base-uri 'none'; form-action 'none'; frame-ancestors 'none'
            """
    }

    /// Renders a page.
    ///
    /// - Parameters:
    ///   - name: the template.
    ///   - view: what it shows.
    ///   - headers: further fields of the answer.
    /// - Returns: the answer.
    /// - Throws: ``OpenAPIDocumentError/templateMissing(_:)`` when there is no such template.
    func page(_ name: String, _ view: Any, headers: HTTPFields = [:]) throws -> APIResponse {
        guard let html = library.render(view, withTemplate: name) else {
            throw OpenAPIDocumentError.templateMissing(name)
        }
        var fields = headers
        fields[.contentSecurityPolicy] = policy
        fields[.xContentTypeOptions] = "nosniff"
        return APIResponse(.ok, contentType: "text/html; charset=utf-8", body: html.utf8, headers: fields)
    }
}
