"""LocalStack executor "process": a Lambda execution environment is a JVM on this host, without Docker.

The JVM runs AWS's runtime interface client (RIC), which loads the function's code as it does on Lambda: the unzipped
archive, then lib/*.jar inside it.

Read from LocalStack's own environment:
  LAMBDA_RIC_PATH          folder with the jars of aws-lambda-java-runtime-interface-client and what it depends on
  JAVA_HOME                JDK that runs the functions; when unset, `java` from PATH
  AWS_ENDPOINT_URL_<NAME>  handed on to the functions: the address of a service that runs beside LocalStack
"""

import json
import logging
import os
import platform
import tempfile
import time
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from localstack import config
from localstack.services.lambda_.invocation.executor_endpoint import StatusErrorException
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion, InvocationResult
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from process_executor.jvm import LOOPBACK, Answer, InitFailed, Jvm, RuntimeExited, Work

LOG = logging.getLogger(__name__)
RIC = "com.amazonaws.services.lambda.runtime.api.client"


def fault(error_type: str, message: str) -> Answer:
    """What Lambda answers when the runtime cannot answer for itself."""
    return Answer(json.dumps({"errorType": error_type, "errorMessage": message}).encode(), is_error=True)


@cache
def ric_options() -> list[str]:
    """JVM options that make the RIC available.

    Left alone, each start of the RIC unpacks its native library to one fixed path, where JVMs that start at the same
    time would break each other's copy. So it is unpacked here, once.
    """
    folder = Path(os.environ["LAMBDA_RIC_PATH"])
    jar = next(folder.glob("aws-lambda-java-runtime-interface-client-*.jar"))
    architecture = {"x86_64": "x86_64", "aarch64": "aarch_64"}[platform.machine()]
    library = Path(tempfile.mkdtemp(dir=config.dirs.tmp), "libaws-lambda-jni.so")
    library.write_bytes(zipfile.ZipFile(jar).read(f"jni/libaws-lambda-jni.linux-{architecture}.so"))
    native = [f"-D{RIC}.runtimeapi.NativeClient.JNI={library}", "--enable-native-access=ALL-UNNAMED"]
    return ["-cp", f"{folder}/*", *native]


class ProcessRuntimeExecutor(RuntimeExecutor):
    """One execution environment. After a crash or a timeout the next invocation starts a new JVM, as on Lambda."""

    _jvm: Jvm | None = None

    def start(self, env_vars: dict[str, Any]) -> None:
        self._env = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            **{name: value for name, value in os.environ.items() if name.startswith("AWS_ENDPOINT_URL_")},
            **{name: str(value) for name, value in env_vars.items()},
            "LAMBDA_TASK_ROOT": str(self.function_version.config.code.get_unzipped_code_location()),
        }
        self._launch()

    def _launch(self) -> Jvm:
        function = self.function_version.config
        java = f"{os.environ['JAVA_HOME']}/bin/java" if "JAVA_HOME" in os.environ else "java"
        limits = [f"-Xmx{function.memory_size * 85 // 100}m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        command = [java, *limits, *ric_options(), f"{RIC}.AWSLambda", function.handler]
        began = time.monotonic()
        self._jvm = jvm = Jvm(command, self._env["LAMBDA_TASK_ROOT"], self._env)
        try:
            jvm.ready.result()
        except (InitFailed, RuntimeExited) as e:
            jvm.kill()
            LOG.warning("%s failed to start: %s\n%s", self.function_version.qualified_arn, e, jvm.output())
            payload = e.payload if isinstance(e, InitFailed) else fault("Runtime.ExitError", f"Error: {e}").payload
            raise StatusErrorException(str(e), payload) from e
        self._init_ms = (time.monotonic() - began) * 1000
        return jvm

    def invoke(self, payload: dict[str, str]) -> InvocationResult:
        jvm = self._jvm if self._jvm and self._jvm.alive else self._launch()
        request_id, timeout = payload["invoke-id"], self.function_version.config.timeout
        headers = {
            "Lambda-Runtime-Aws-Request-Id": request_id,
            "Lambda-Runtime-Deadline-Ms": str(int((time.time() + timeout) * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": payload["invoked-function-arn"],
            "Lambda-Runtime-Trace-Id": payload["trace-id"],
        }
        began = time.monotonic()
        problem = ""
        try:
            answer = jvm.invoke(Work(payload["payload"].encode(), headers), timeout)
        except RuntimeExited as e:
            problem = f"RequestId: {request_id} Error: {e}"
            answer = fault("Runtime.ExitError", problem)
        except TimeoutError:
            jvm.kill()
            problem = f"RequestId: {request_id} Error: Task timed out after {timeout:.2f} seconds"
            answer = fault("Sandbox.Timedout", problem)
        report = f"Duration: {(time.monotonic() - began) * 1000:.2f} ms\tMax Memory Used: {jvm.peak_memory_mb()} MB"
        if self._init_ms:
            report += f"\tInit Duration: {self._init_ms:.2f} ms"
            self._init_ms = 0
        LOG.info("REPORT %s %s", self.function_version.id.function_name, report)
        logs = (  # between the lines that Lambda itself writes
            f"START RequestId: {request_id} Version: {self.function_version.id.qualifier}\n{jvm.output()}\n{problem}\n"
            f"END RequestId: {request_id}\nREPORT RequestId: {request_id}\t{report}\n"
        )
        return InvocationResult(request_id, answer.payload, answer.is_error, logs)

    def stop(self) -> None:
        if self._jvm:
            self._jvm.kill()

    def get_logs(self) -> str:
        return self._jvm.output() if self._jvm else ""

    def get_address(self) -> str:
        return LOOPBACK

    def get_endpoint_from_executor(self) -> str:
        return LOOPBACK

    def get_runtime_endpoint(self) -> str:
        return ""  # only LocalStack's own init program would call it

    @classmethod
    def prepare_version(cls, function_version: FunctionVersion) -> None:
        function_version.config.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version: FunctionVersion) -> None:
        pass  # LocalStack deletes the code, stop() ends the process


class ProcessRuntimeExecutorPlugin(RuntimeExecutorPlugin):
    name = "process"

    def load(self, *args: Any, **kwargs: Any) -> type[RuntimeExecutor]:
        return ProcessRuntimeExecutor
