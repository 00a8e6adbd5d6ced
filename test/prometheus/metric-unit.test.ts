import { metricUnit } from '../../src/prometheus/metric-unit.js';

test.each([
  ['histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))', 'seconds'],
  ['process_resident_memory_bytes{job="x_seconds"}', 'bytes'],
  ['rate(node_network_receive_bytes_total[1m])', 'bytes per second'],
  ['sum(rate(http_requests_total{code=~"5.."}[5m]))', 'per second'],
  ['sum(rate(a_total[5m])) / sum(rate(b_total[5m]))', 'ratio'],
  ['1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))', 'ratio'],
  ['100 - (avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) * 100)', 'percent'],
  ['node_filesystem_avail_bytes / node_filesystem_size_bytes * 100', 'percent'],
  ['node_filesystem_avail_bytes / node_filesystem_size_bytes', 'ratio'],
  ['rate(x_seconds_sum[5m]) / rate(x_seconds_count[5m])', 'seconds'],
  ['node_hwmon_temp_celsius', 'degrees Celsius'],
  ['node_pressure_ratio', 'ratio'],
  ['time() - node_boot_time_seconds', 'seconds'],
  ['node_load1', 'unknown'],
  ['x_bytes * 8', 'unknown'],
  ['up', 'unknown'],
  ['', 'unknown'],
])('%s is in %s', (query, unit) => expect(metricUnit(query)).toBe(unit));
