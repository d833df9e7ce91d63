import java.io.*;
import java.lang.reflect.*;
import java.nio.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.stream.*;
import org.apache.kafka.common.*;
import org.apache.kafka.common.compress.*;
import org.apache.kafka.common.header.*;
import org.apache.kafka.common.header.internals.*;
import org.apache.kafka.common.record.*;
import org.apache.kafka.common.record.internal.*;
import org.apache.kafka.common.utils.*;
import org.apache.kafka.server.common.*;
import org.apache.kafka.server.util.*;
import org.apache.kafka.storage.internals.log.*;
import org.apache.kafka.storage.internals.utils.*;
import org.apache.kafka.storage.log.metrics.*;

/**
 * What Kafka's own log and cleaner make of random histories, a JSON line each: fixtures/logs.jsonl.gz.
 * java -cp 'libs/*' Logs.java | grep '^{' | gzip -9n
 * An operation is the bytes of a batch as they came to lie in the log, "roll", or a cleaning and the files it left, in hex.
 */
public class Logs {
  static final long START = 1_700_000_000_000L, DELETE_RETENTION = 20_000;
  static Random random;
  static int below(int n) { return random.nextInt(n); }
  static boolean chance(double p) { return random.nextDouble() < p; }

  public static void main(String[] args) throws Exception {
    for (int seed = 1; seed <= 24; seed++) {
      random = new Random(seed);
      System.out.println(new Logs(seed).play());
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  final boolean plain = chance(0.5), appendTime = chance(0.15), transactions = chance(0.7);
  final int segmentBytes = 600 + below(1500), indexInterval = 100 + below(300), mapBytes = chance(0.3) ? 24 * (4 + below(6)) : 24 * 1000;
  final Path dir = Files.createTempDirectory("logs").resolve("t-0");
  final UnifiedLog log;
  final Map<Long, Integer> sequences = new HashMap<>();
  final Map<Long, Short> epochs = new HashMap<>();
  final Set<Long> open = new TreeSet<>();
  final List<String> operations = new ArrayList<>();
  long now = START, checkpoint = -1;

  Logs(int seed) throws Exception {
    Map<String, Object> config = new HashMap<>(Map.of("internal.segment.bytes", segmentBytes, "index.interval.bytes", indexInterval,
        "cleanup.policy", "compact", "delete.retention.ms", DELETE_RETENTION, "message.timestamp.after.max.ms", Long.MAX_VALUE,
        "segment.ms", Long.MAX_VALUE, "file.delete.delay.ms", 3_600_000));
    if (chance(0.3)) config.put("min.compaction.lag.ms", 15_000);
    minLag = chance(0) ? 0 : config.containsKey("min.compaction.lag.ms") ? 15_000 : 0;
    if (appendTime) config.put("message.timestamp.type", "LogAppendTime");
    Scheduler scheduler = new KafkaScheduler(1, true);
    scheduler.startup();
    log = UnifiedLog.create(dir.toFile(), new LogConfig(config), 0, 0, scheduler, new BrokerTopicStats(false), Time.SYSTEM, 900_000,
        new ProducerStateManagerConfig(86_400_000, false), 600_000, new LogDirFailureChannel(1), true, Optional.empty());
  }
  final int minLag;

  String play() throws Exception {
    int length = 40 + below(80);
    for (int i = 0; i < length; i++) {
      now += below(3000);
      double what = random.nextDouble();
      if (transactions && what < 0.3) transactional();
      else if (what < 0.9) data();
      else if (what < 0.95) roll();
      else clean();
    }
    for (long id : List.copyOf(open)) end(id, chance(0.5));
    roll();
    for (int i = 0; i < 3; i++) {
      now += 15_000;
      clean();
    }
    return "{\"segmentBytes\":" + segmentBytes + ",\"indexInterval\":" + indexInterval + ",\"mapBytes\":" + mapBytes + ",\"deleteRetention\":"
        + DELETE_RETENTION + ",\"minLag\":" + minLag + ",\"operations\":[" + String.join(",", operations) + "]}";
  }

  SimpleRecord[] records() {
    return IntStream.range(0, 1 + below(4)).mapToObj(i -> {
      String key = "" + (char) ('a' + below(9));
      if (key.equals("c")) key = "a key of more than fifteen bytes";
      byte[] value = chance(0.25) ? null : ("v" + below(1000)).repeat(1 + below(6)).getBytes();
      Header[] headers = chance(0.2) ? new Header[] {new RecordHeader("h", "x".getBytes())} : new Header[0];
      return new SimpleRecord(now - below(2000), key.getBytes(), value, headers);
    }).toArray(SimpleRecord[]::new);
  }

  Compression compression() {
    return plain ? Compression.NONE : Compression.of(CompressionType.values()[below(5)]).build();
  }

  void data() throws Exception {
    long id = 1 + below(4);
    if (id == 4) {
      append(MemoryRecords.withRecords(compression(), records()), AppendOrigin.CLIENT);
      return;
    }
    SimpleRecord[] records = records();
    int sequence = sequences.getOrDefault(id, 0);
    append(MemoryRecords.withIdempotentRecords(compression(), id, (short) 0, sequence, records), AppendOrigin.CLIENT);
    sequences.put(id, sequence + records.length);
  }

  void transactional() throws Exception {
    long id = 10 + below(3);
    if (open.contains(id) && chance(0.5)) {
      end(id, chance(0.5));
      return;
    }
    SimpleRecord[] records = records();
    int sequence = sequences.getOrDefault(id, 0);
    short epoch = epochs.getOrDefault(id, (short) 0);
    append(MemoryRecords.withTransactionalRecords(compression(), id, epoch, sequence, records), AppendOrigin.CLIENT);
    sequences.put(id, sequence + records.length);
    open.add(id);
  }

  void end(long id, boolean committed) throws Exception {
    short epoch = epochs.getOrDefault(id, (short) 0);
    EndTransactionMarker marker = new EndTransactionMarker(committed ? ControlRecordType.COMMIT : ControlRecordType.ABORT, 0);
    // A new epoch with every marker, as transaction.version 2 has it, for some of the producers.
    if (id == 10) {
      epoch++;
      epochs.put(id, epoch);
      sequences.put(id, 0);
    }
    append(MemoryRecords.withEndTransactionMarker(now, id, epoch, marker), AppendOrigin.COORDINATOR);
    open.remove(id);
  }

  void append(MemoryRecords records, AppendOrigin origin) throws Exception {
    int size = records.sizeInBytes();
    log.appendAsLeader(records, 0, origin, RequestLocal.noCaching(), VerificationGuard.SENTINEL, (short) 0);
    log.updateHighWatermark(log.logEndOffset());
    LogSegment active = log.activeSegment();
    ByteBuffer bytes = ByteBuffer.allocate(size);
    active.log().readInto(bytes, active.size() - size);
    operations.add("\"" + HexFormat.of().formatHex(bytes.array()) + "\"");
  }

  void roll() throws Exception {
    if (log.activeSegment().size() == 0) return;
    log.roll();
    operations.add("\"roll\"");
  }

  void clean() throws Exception {
    Method find = LogCleanerManager.class.getDeclaredMethod("cleanableOffsets", UnifiedLog.class, Optional.class, long.class);
    find.setAccessible(true);
    Object offsets = find.invoke(null, log, checkpoint < 0 ? Optional.empty() : Optional.of(checkpoint), now);
    LogToClean cleanable = new LogToClean(log, of(offsets, "firstDirtyOffset"), of(offsets, "firstUncleanableDirtyOffset"), false);
    String ratio = cleanable.totalBytes() == 0 ? "0" : "" + cleanable.cleanableRatio();
    String looked = "\"now\":" + now + ",\"firstDirty\":" + cleanable.firstDirtyOffset() + ",\"upTo\":" + cleanable.firstUncleanableOffset()
        + ",\"ratio\":" + ratio;
    if (cleanable.cleanableBytes() == 0) {
      operations.add("{" + looked + "}");
      return;
    }
    Cleaner cleaner = new Cleaner(0, new SkimpyOffsetMap(mapBytes), 4096, 1 << 20, 0.9,
        new Throttler(Double.MAX_VALUE, 300, "a", "b", Time.SYSTEM), Time.SYSTEM, tp -> {});
    checkpoint = cleaner.doClean(cleanable, now).getKey();
    log.flush(false);
    Thread.sleep(50);
    operations.add("{" + looked + ",\"endOffset\":" + checkpoint + ",\"files\":{" + files() + "}}");
  }

  static long of(Object offsets, String name) throws Exception {
    Method get = offsets.getClass().getDeclaredMethod(name);
    get.setAccessible(true);
    return (Long) get.invoke(offsets);
  }

  /** The active segment's indexes are 10 MB of zeros. */
  String files() throws Exception {
    String active = dir.relativize(log.activeSegment().log().file().toPath()).toString().replace(".log", "");
    List<String> rows = new ArrayList<>();
    for (String name : new TreeSet<>(List.of(dir.toFile().list())))
      if (name.matches("\\d{20}\\.(log|index|timeindex|txnindex|snapshot)") && !(name.startsWith(active) && name.matches(".*\\.(time)?index")))
        rows.add("\"" + name + "\":\"" + HexFormat.of().formatHex(Files.readAllBytes(dir.resolve(name))) + "\"");
    return String.join(",", rows);
  }
}
