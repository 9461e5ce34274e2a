import GatewayDomain
import GatewayStore
import HTTPTypes

/// A page of a list that the store reads newest first, from a ``PagePosition`` on.
struct PositionedPage {
    private let request: APIRequest
    private let paging: Paging
    /// Where the page begins.
    let position: PagePosition

    /// How many elements it may have.
    var limit: Int { paging.limit }

    /// Reads `limit` and `cursor`.
    init(_ request: APIRequest) throws(APIError) {
        self.request = request
        paging = try Paging(request.query, keyCount: 2)
        position =
            if let time = try paging.integerKey(0), let id = paging.after?.last {
                PagePosition(time: Timestamp(milliseconds: time), id: id)
            } else {
                .newest
            }
    }

    /// The answer, with the way to the next page when there is one.
    ///
    /// - Parameters:
    ///   - elements: the elements of the page, and one more if there is one.
    ///   - path: the path of the list.
    ///   - position: the place of an element.
    ///   - view: an element as JSON.
    /// - Returns: an array.
    func response<Element>(
        _ elements: [Element],
        at path: String,
        position: (Element) -> PagePosition,
        view: (Element) -> JSON
    ) -> APIResponse {
        let page = elements.prefix(limit)
        var headers = HTTPFields()
        if elements.count > page.count, let last = page.last.map(position) {
            headers = paging.link(request, path: path, after: [String(last.time.milliseconds), last.id])
        }
        return .json(.list(page, view), headers: headers)
    }
}
