import t from 'tap'
import { readEpoch, writeEpoch } from '../../src/metadata/quorum-state.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'

function disk() {
  const files = new ForgetfulDisk()
  files.mkdir('/meta')
  files.syncDir('/')
  return files
}

t.test('the epoch that was written is read, in both versions of the file, a power cut later too', async t => {
  for (const kraftVersion of [0, 1]) {
    const files = disk()
    t.equal(readEpoch(files, '/meta'), 0, 'there was no start yet')
    writeEpoch(files, '/meta', 7, 41, kraftVersion)
    files.powerCut()
    t.equal(readEpoch(files, '/meta'), 41)
    const state = JSON.parse(files.readAll('/meta/quorum-state').toString())
    t.match(state, { leaderId: 7, leaderEpoch: 41, votedId: -1, data_version: kraftVersion })
    t.same(state.currentVoters, kraftVersion === 0 ? [{ voterId: 7 }] : undefined, 'later ones are in the log')
  }
})

t.test('a file that says no epoch says nothing: the log is asked', async t => {
  const nothing = ['', '{', 'null', '[]', '{}', '"41"', '{"leaderEpoch":"41"}', '{"leaderEpoch":null}']
  const none = ['{"leaderEpoch":1.5}', '{"leaderEpoch":-1}', '{"leaderEpoch":1e400}', '{"leaderEpoch":2147483647}']
  for (const text of [...nothing, ...none]) {
    const files = disk()
    files.writeAll('/meta/quorum-state', text)
    t.equal(readEpoch(files, '/meta'), 0, text)
  }
})
