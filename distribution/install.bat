@echo off
chcp 932 >nul
setlocal
set "PYTHON_MANAGER_AUTOMATIC_INSTALL=false"
set "here=%~dp0"
set "target=%here%pia"
set "python="
for %%v in (3.14 3.13 3.12 3.11) do call :try py -%%v
call :try python
if not defined python goto :nopython

%python% --version
pushd "%here%"
%python% check_sums.py
if errorlevel 1 goto :failed
%python% -m venv "%target%"
if errorlevel 1 goto :failed
"%target%\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels --upgrade pia-hyokasho[all]
if errorlevel 1 goto :failed
"%target%\Scripts\pia.exe" --version
if errorlevel 1 goto :failed
echo 入りました。「pia.bat」を開くと、pia と打てる画面が出ます。
echo 説明は docs\index.html をブラウザーで開いてください。
popd
pause
exit /b 0

:try
if defined python exit /b 0
%* -c "import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))" >nul 2>nul
if not errorlevel 1 set "python=%*"
exit /b 0

:nopython
echo Python 3.11 から 3.14 までのどれかが見付かりません。
echo python.org の Windows 用インストーラーで入れてから、もう一度実行してください。
pause
exit /b 1

:failed
echo 入れられませんでした。上の言葉を控えて、担当の方に伝えてください。
pause
exit /b 1
