import GatewayDomain
import Testing

/// Which sites come next, and when it stops.
struct RolloutProgressTests {
    private func sites(_ count: Int) -> [Site.ID] { (0..<count).map { Site.ID("s\(100 + $0)") } }

    @Test func `sites come in batches, in their order, each once`() {
        var progress = RolloutProgress(sites: sites(25), batchSize: 10, failuresMaximum: 1)
        #expect(progress.batchCount == 3 && progress.batchNumber == 0)
        var seen: [Site.ID] = []
        var sizes: [Int] = []
        while true {
            let batch = progress.nextBatch()
            guard !batch.isEmpty else { break }
            sizes.append(batch.count)
            #expect(progress.batchNumber == sizes.count)
            for site in batch { progress.note(.synced, of: site) }
            seen += batch
        }
        #expect(sizes == [10, 10, 5])
        #expect(seen == sites(25))
        #expect(progress.isThrough && !progress.isStopped && progress.next == nil)
    }

    @Test func `after so many failures no batch begins, and it is known where to go on`() {
        var progress = RolloutProgress(sites: sites(30), batchSize: 10, failuresMaximum: 2)
        for (index, site) in progress.nextBatch().enumerated() {
            progress.note(index == 3 ? .failed : .synced, of: site)
        }
        #expect(!progress.isStopped)
        for (index, site) in progress.nextBatch().enumerated() where index < 5 {
            progress.note(index == 4 ? .failed : .synced, of: site)
        }
        #expect(progress.isStopped)
        #expect(progress.nextBatch().isEmpty)
        #expect(progress.next == sites(30)[15])
        #expect(progress.count(.failed) == 2 && progress.count(.synced) == 13)
    }

    @Test func `a site that waits for its window is no failure`() {
        var progress = RolloutProgress(sites: sites(3), batchSize: 1, failuresMaximum: 1)
        while let site = progress.nextBatch().first { progress.note(.waiting, of: site) }
        #expect(progress.isThrough && !progress.isStopped)
        #expect(progress.count(.waiting) == 3)
    }
}
