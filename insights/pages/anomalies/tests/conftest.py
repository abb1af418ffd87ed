from insights.anomalies.tests.conftest import buys as buys
from insights.anomalies.tests.conftest import settled as settled
