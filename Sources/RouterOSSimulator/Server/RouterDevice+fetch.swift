import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension RouterDevice {
    /// The largest answer that is taken, in bytes.
    private static let answerBytesMaximum = 16 << 20

    /// Sends a request; ``finished(_:_:)`` gets what comes back.
    func send(_ fetch: FetchRequest) {
        let request: HTTPClient.Request
        let configuration: HTTPClient.Configuration
        do {
            request = try HTTPClient.Request(
                url: fetch.url,
                method: HTTPMethod(rawValue: fetch.method),
                headers: HTTPHeaders(fetch.headers.map { ($0.name, $0.value) }),
                body: fetch.body.isEmpty ? nil : .bytes(fetch.body)
            )
            configuration = try Self.configuration(for: fetch)
        } catch let error as FetchError {
            return self.later(fetch, .failure(error.failure))
        } catch {
            return self.later(fetch, .failure(.invalidURL))
        }
        let client = HTTPClient(eventLoopGroup: self.loop, configuration: configuration)
        let deadline = fetch.duration.map { NIODeadline.now() + $0.timeAmount }
        let bound = NIOLoopBound(self, eventLoop: self.loop)
        client.execute(
            request: request,
            delegate: ResponseAccumulator(request: request, maxBodySize: Self.answerBytesMaximum),
            eventLoop: .delegateAndChannel(on: self.loop),
            deadline: deadline
        ).futureResult.hop(to: self.loop).whenComplete { result in
            bound.value.finished(fetch, Self.answer(result))
            client.shutdown { _ in
                // A client that was asked once has nothing left that could fail.
            }
        }
    }

    /// In a turn of its own: the script is still being run.
    private func later(_ fetch: FetchRequest, _ answer: FetchAnswer) {
        let bound = NIOLoopBound(self, eventLoop: self.loop)
        self.loop.execute { bound.value.finished(fetch, answer) }
    }

    private static func configuration(for fetch: FetchRequest) throws -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        switch fetch.check {
        case .no: tls.certificateVerification = .none
        case .yes, .withoutRevocationList:
            let certificates = try fetch.trusted.flatMap { try NIOSSLCertificate.fromPEMBytes(Array($0.utf8)) }
            if certificates.isEmpty, fetch.url.hasPrefix("https") { throw FetchError(failure: .noTrustedCertificate) }
            tls.trustRoots = .certificates(certificates)
            tls.certificateVerification = .fullVerification
        }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls,
            redirectConfiguration: fetch.redirectsMaximum > 0
                ? .follow(max: fetch.redirectsMaximum, allowCycles: false) : .disallow,
            timeout: .init(connect: fetch.idleTimeout.timeAmount, read: fetch.idleTimeout.timeAmount)
        )
        configuration.networkFrameworkWaitForConnectivity = false
        // One answer, or one failure: trying again is for the script.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        return configuration
    }

    private static func answer(_ result: Result<HTTPClient.Response, any Error>) -> FetchAnswer {
        switch result {
        case .success(let response):
            var body = response.body ?? ByteBuffer()
            return .response(
                status: Int(response.status.code),
                reason: response.status.reasonPhrase,
                headers: response.headers.map { ($0.name, $0.value) },
                body: body.readBytes(length: body.readableBytes) ?? []
            )
        case .failure(let error): return .failure(Self.failure(error))
        }
    }

    private static func failure(_ error: any Error) -> FetchFailure {
        switch error {
        case let error as HTTPClientError:
            if error == .readTimeout || error == .connectTimeout || error == .deadlineExceeded { return .timeout }
            if error == .remoteConnectionClosed { return .refused }
            return .other(error.shortDescription)
        case let error as NIOConnectionError:
            return error.connectionErrors.isEmpty ? .unknownHost : .refused
        case is NIOSSLError, is BoringSSLError: return .certificate("\(error)")
        case is NIOSSLExtraError: return .certificate("\(error)")
        case is ResponseAccumulator.ResponseTooBigError: return .tooLarge
        case is IOError, is ChannelError: return .refused
        default: return .other("\(type(of: error))")
        }
    }
}

private struct FetchError: Error {
    let failure: FetchFailure
}
